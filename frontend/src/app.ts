// What every page loads. Each module looks for its own marks in the page and does nothing without them.
import "htmx.org/dist/htmx.esm.js";
import { startCopying } from "./copying.ts";
import { startDrafts } from "./drafts.ts";
import { startCountScans } from "./count-scans.ts";
import { startCounting } from "./counting.ts";
import { startDrawer } from "./drawer.ts";
import { startEntryGrids } from "./entry/grid.ts";
import { startErrors } from "./errors.ts";
import { startGstin } from "./gstin.ts";
import { startKeys } from "./keys.ts";
import { startLists } from "./lists.ts";
import { startMenus } from "./menus.ts";
import { startPalette } from "./palette.ts";
import { startPasskeys } from "./passkeys.ts";
import { startRows } from "./rows.ts";
import { startScanner } from "./scanner.ts";
import { startScanBox } from "./scan-box.ts";
import { startStopwatches } from "./stopwatch.ts";
import { startScanSteps } from "./scan-steps.ts";
import { startSuggestions } from "./suggestions.ts";
import { startToasts } from "./toasts.ts";

// The scanner listens first: a burst of characters is a scan, whatever else would have liked its Enter.
startScanner();
startKeys();
startPalette();
startMenus();
startDrawer();
startLists();
startSuggestions();
startToasts();
startEntryGrids();
startDrafts();
startRows();
startGstin();
startScanSteps();
startCountScans();
startScanBox();
startErrors();
startCopying();
startPasskeys();
startStopwatches();
startCounting();
document.addEventListener("htmx:afterSettle", () => {
  startEntryGrids();
  startErrors();
});
