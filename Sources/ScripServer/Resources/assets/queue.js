// Lets a few generations run at once, first come, first served.

// A browser opens six connections to a host. One is left free, so that the balance and finished
// pictures are not stuck behind pictures being drawn.
const lanes = 5;

const waiting = [];
let running = 0;

export const isIdle = () => running === 0 && waiting.length === 0;

/** Runs a job when there is room; the function returned takes it back, if it has not begun. */
export function enqueue(job) {
  waiting.push(job);
  advance();
  return () => {
    const index = waiting.indexOf(job);
    if (index < 0) return false;
    waiting.splice(index, 1);
    return true;
  };
}

function advance() {
  while (running < lanes && waiting.length > 0) run(waiting.shift());
}

async function run(job) {
  running += 1;
  try {
    await job();
  } finally {
    running -= 1;
    advance();
  }
}
