import { useEffect, useRef } from "preact/hooks";

/** Does it again and again for as long as the page is looked at, and at once when somebody comes back to it. */
export function useEach(everyMs: number, doIt: () => void): void {
  const latest = useRef(doIt);
  latest.current = doIt;
  useEffect(() => {
    const ifSeen = (): void => {
      if (document.visibilityState === "visible") latest.current();
    };
    const timer = setInterval(ifSeen, everyMs);
    document.addEventListener("visibilitychange", ifSeen);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", ifSeen);
    };
  }, [everyMs]);
}
