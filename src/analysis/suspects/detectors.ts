import type { Detector } from "./detector.ts";
import { detectBuffers } from "./detect-buffers.ts";
import { detectClosures } from "./detect-closures.ts";
import { detectCollections } from "./detect-collections.ts";
import { detectCopies } from "./detect-copies.ts";
import { detectDetached } from "./detect-detached.ts";
import { detectHeldClasses } from "./detect-held-classes.ts";
import { detectInspector } from "./detect-inspector.ts";
import { detectListeners } from "./detect-listeners.ts";
import { detectPending } from "./detect-pending.ts";
import { detectModuleCopies } from "./detect-module-copies.ts";
import { detectPromises } from "./detect-promises.ts";
import { detectStrings } from "./detect-strings.ts";
import { detectTimers } from "./detect-timers.ts";
import { detectUnreachable } from "./detect-unreachable.ts";
import { detectWeakValues } from "./detect-weak-values.ts";

/** All detectors; what they find is joined by place and ranked. */
export const DETECTORS: readonly Detector[] = [
  detectHeldClasses,
  detectCollections,
  detectListeners,
  detectTimers,
  detectPending,
  detectPromises,
  detectClosures,
  detectDetached,
  detectWeakValues,
  detectBuffers,
  detectStrings,
  detectCopies,
  detectModuleCopies,
  detectUnreachable,
  detectInspector,
];
