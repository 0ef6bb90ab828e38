import type { Detector } from "./detector.ts";
import { detectHeldClasses } from "./detect-held-classes.ts";

/** All detectors; what they find is joined by place and ranked. */
export const DETECTORS: readonly Detector[] = [detectHeldClasses];
