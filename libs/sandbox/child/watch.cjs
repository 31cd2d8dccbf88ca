'use strict';
// What the process watches itself for: memory, CPU time and the clock on the wall of the entry at work. The engine
// watches the process likewise.
const { die } = require('./rooms.cjs');
const { frame } = require('./frames.cjs');

/** The clock on the wall may show so many times the allowed CPU time: a busy machine must not fail an honest script. */
const WALL_PER_CPU = 4;
const GRACE_MS = 250;
/** A process that has grown by so much asks to be replaced. */
const TIRED_BYTES = 160 * 1024 * 1024;
const firstRss = process.memoryUsage.rss();

let work = null;

const send = (head, body, sent) => process.stdout.write(frame(head, body), sent);

/** Takes up a job. `spoken`: the watch has ended it, together with the process. */
function begin(job) {
  const rssBytes = (job.memoryMb * 2 + 96) * 1024 * 1024;
  work = { id: job.id, baseRss: process.memoryUsage.rss(), rssBytes, room: null, entry: null, index: -1, cpuMs: 0 };
  return handle(work);
}

function handle(mine) {
  return {
    /** Which input is at work, for the report of a death. */
    at: (index) => void (mine.index = index),
    get lost() {
      return work !== mine;
    },
    /** The time of entries into this room is limited and counted from here on. */
    entering(room, cpuMs) {
      mine.room = room;
      mine.entry = { cpuMs, startedCpu: room.cpuMs(), startedAt: performance.now() };
      return Math.ceil(cpuMs * WALL_PER_CPU);
    },
    /** An entry is over: its CPU milliseconds. */
    left() {
      if (mine.entry === null) return 0;
      const used = Math.max(0, mine.room.cpuMs() - mine.entry.startedCpu);
      mine.cpuMs += used;
      mine.entry = null;
      return used;
    },
    get cpuUs() {
      return Math.round(mine.cpuMs * 1_000);
    },
    end() {
      work = null;
      return process.memoryUsage.rss() - firstRss > TIRED_BYTES;
    },
  };
}

function fatal(kind) {
  const { id, index, cpuMs } = work;
  work = null;
  send({ t: 'fatal', id, index, kind, cpuUs: Math.round(cpuMs * 1_000) }, '', die);
  setTimeout(die, 200);
}

setInterval(() => {
  if (work === null) return;
  // The isolate's own limit is soft and does not count everything; what the operating system counts is the truth.
  if (process.memoryUsage.rss() - work.baseRss > work.rssBytes) return fatal('M');
  if (work.entry === null) return;
  const { cpuMs, startedCpu, startedAt } = work.entry;
  if (work.room.cpuMs() - startedCpu > cpuMs) work.room.stop();
  // Neither that nor the isolate's own timeout can interrupt every native operation.
  if (performance.now() - startedAt > cpuMs * WALL_PER_CPU + GRACE_MS) fatal('T');
}, 10);

/** What a failed entry died of: `T`ime, `M`emory, or an `E`rror of its own. */
function failureOf(error, room) {
  const message = String(error && error.message);
  if (room.stopped || /timed out/.test(message)) return { kind: 'T', text: 'ran longer than allowed' };
  if (/memory|disposed|allocation/i.test(message)) return { kind: 'M', text: 'used more memory than allowed' };
  return { kind: 'E', text: message.slice(0, 500) };
}

module.exports = { begin, send, failureOf };
