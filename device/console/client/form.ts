import { useState } from "preact/hooks";
import { ApiProblem } from "./api.ts";

/** One form: what is being sent, and what was not right with what was sent last. */
export interface Sending {
  readonly busy: boolean;
  readonly problem: ApiProblem | undefined;
  /** Sends, unless it is being sent. Resolves to whether it went well. */
  send(work: () => Promise<unknown>): Promise<boolean>;
  forget(): void;
}

export function useSending(): Sending {
  const [state, setState] = useState<{ busy: boolean; problem?: ApiProblem }>({ busy: false });
  return {
    busy: state.busy,
    problem: state.problem,
    forget: () => setState({ busy: false }),
    async send(work) {
      if (state.busy) return false;
      setState({ busy: true });
      try {
        await work();
        setState({ busy: false });
        return true;
      } catch (problem) {
        if (!(problem instanceof ApiProblem)) throw problem;
        setState({ busy: false, problem });
        return false;
      }
    },
  };
}
