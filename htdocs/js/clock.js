// The server's clock, as far as a page can know it: ages stay right on a computer whose clock is wrong.

const TOLERANCE_S = 2; // Date has whole seconds, and the answer takes its time

/** A clock in Unix seconds; `follow(date_s)` takes the Date of an answer. */
export function clockCreate() {
  let offset_s = 0;
  return {
    now: () => Date.now() / 1000 + offset_s,
    follow(date_s) {
      if (date_s === null) return;
      const measured_s = date_s - Date.now() / 1000;
      if (Math.abs(measured_s - offset_s) > TOLERANCE_S) offset_s = measured_s;
      if (Math.abs(measured_s) <= TOLERANCE_S) offset_s = 0;
    },
  };
}
