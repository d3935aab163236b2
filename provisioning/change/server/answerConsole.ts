import type { Engine } from "../Engine.ts";
import type { Progress } from "../Plan.ts";
import { notUnderstood } from "./answerRequest.ts";
import { consoleRequestSchema } from "./consoleProtocol.ts";

const MOST_LOGGED = 300;

/** The answer to one request of the console; progress goes out meanwhile. Throws only for bugs. */
export async function answerConsole(
  engine: Engine,
  asked: unknown,
  onProgress: (progress: Progress) => void,
): Promise<Record<string, unknown>> {
  const parsed = consoleRequestSchema.safeParse(asked);
  if (!parsed.success) return notUnderstood(parsed.error);
  const request = parsed.data;
  switch (request.do) {
    case "plan":
      return { plan: engine.plan(request.changes) };
    case "apply": {
      const { base, changes, name } = request;
      const options = { who: { by: "console", name }, onProgress, ...(base === undefined ? {} : { base }) } as const;
      return { outcome: await engine.apply(changes, options) };
    }
    case "give-up":
      return { givenUp: engine.giveUp(request.id) };
    case "status":
      return { status: engine.status() };
    case "log":
      return { log: engine.recent(MOST_LOGGED) };
  }
}
