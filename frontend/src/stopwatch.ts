// The time that a drill takes: the server prints how long it has been, and here it goes on.
import { all } from "./dom.ts";

export function startStopwatches(): void {
  for (const watch of all<HTMLTimeElement>("[data-stopwatch]")) {
    const began = performance.now() - Number(watch.dataset["stopwatch"]) * 1000;
    setInterval(() => {
      watch.textContent = clock(Math.floor((performance.now() - began) / 1000));
    }, 1000);
  }
}

/** 3,725 seconds as 1:02:05. */
export function clock(seconds: number): string {
  const two = (value: number): string => String(value).padStart(2, "0");
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return hours ? `${hours}:${two(minutes)}:${two(seconds % 60)}` : `${minutes}:${two(seconds % 60)}`;
}
