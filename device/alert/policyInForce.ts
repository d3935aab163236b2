import { createHash } from "node:crypto";
import type { Clinic } from "../../firmware/config/Clinic.ts";

/**
 * For the audit at each start: by which rules the box pages from now on. The sum is another one as soon as anything of the
 * escalation, the schedule or the people's ways is; numbers and PINs are in neither.
 */
export function policyInForce({ escalation, onCall, people }: Clinic): string {
  const { policies, routes, urgent, routine } = escalation;
  const ways = people.map(({ id, notify }) => [id, notify]);
  const rules = JSON.stringify([{ ...escalation, policies: [...policies] }, onCall, ways]);
  const sum = createHash("sha256").update(rules).digest("hex").slice(0, 16);
  return `${sum}: urgent ${urgent.length} steps, routine ${routine.length}, ${policies.size} own, ${routes.length} routes, fallback ${onCall.fallback}`;
}
