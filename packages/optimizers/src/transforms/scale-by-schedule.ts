import type { Schedule } from "../schedules/schedule.ts";
import { mapLeaves, stateless } from "../transform.ts";
import type { Transform } from "../transform.ts";

/** Multiplies by what a schedule gives for the step: behind an optimizer, a factor on its learning rate. */
export const scaleBySchedule = (schedule: Schedule): Transform =>
  stateless({ kind: "scaleBySchedule", options: { schedule: schedule.config } }, (updates, { step }) => {
    const factor = schedule(step);
    return mapLeaves(updates, (update) => update.mul(factor));
  });
