// The pages work without this. With it, what is being done is told as it happens, and whoever was refused is led to why.

const LOOK_EVERY_MS = 700;

const job = document.getElementById("job");
const step = job?.dataset.running;

/** Lines are added, never written anew: a screen reader says each of them once. */
async function follow() {
  let shown = job.querySelectorAll(".lines li").length;
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_EVERY_MS));
    let told;
    try {
      const answer = await fetch(`/step/${step}/job`, { headers: { Accept: "application/json" } });
      if (!answer.ok) return location.reload();
      told = await answer.json();
    } catch {
      // The cable was pulled for a moment, or the pages are starting anew.
      continue;
    }
    for (const line of told.lines.slice(shown)) {
      const item = document.createElement("li");
      item.textContent = line;
      job.querySelector(".lines").append(item);
    }
    shown = told.lines.length;
    if (!told.running || told.asked !== "asked" in job.dataset) return location.reload();
  }
}

if (step !== undefined) void follow();
else if (job !== null && !job.hidden) job.focus();
document.querySelector(".asked button")?.focus();
document.getElementById("problems")?.focus();

// All steps are listed where there is room for them.
const steps = document.querySelector("nav details");
if (steps !== null && matchMedia("(min-width: 52rem)").matches) steps.open = true;
