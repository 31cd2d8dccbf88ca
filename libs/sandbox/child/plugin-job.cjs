'use strict';
// One function of a plugin. Turn by turn: enter, let it run until it waits, hand out what it asks, wait for the replies
// outside of the isolate, enter again. The engine says when it is enough.
const { takeRoom, giveRoom } = require('./rooms.cjs');
const { begin, send, failureOf } = require('./watch.cjs');

async function runCall(job, body, program, mail) {
  const watch = begin(job);
  const { output, args, logs, logLength } = job.limits;
  const room = takeRoom(`plugin ${job.tenant} ${job.hash}`, job.memoryMb);
  let left = job.cpuMs;
  /** An entry within what is left of the budget. */
  const within = async (what) => {
    const timeout = watch.entering(room, Math.max(1, left));
    try {
      return await what(timeout);
    } finally {
      left -= watch.left();
    }
  };
  let spoiled = false;
  try {
    await room.furnish('plugin', [job.at, job.seed, job.calls, args, output, logs, logLength]);
    await within((timeout) => room.evaluate(program, timeout));
    await within((timeout) => room.enter(['start', job.entry, body, job.count], timeout));
    for (;;) {
      const said = await within((timeout) => room.enter(['poll'], timeout));
      if (watch.lost) return;
      send({ t: 'turn', id: job.id, cpuUs: watch.cpuUs }, said);
      const { head, text } = await mail();
      if (head.t !== 'replies') break;
      await within((timeout) => room.enter(['settle', text], timeout));
    }
  } catch (error) {
    if (watch.lost) return;
    spoiled = true;
    const { kind, text } = failureOf(error, room);
    send({ t: 'failed', id: job.id, kind, cpuUs: watch.cpuUs }, text);
  }
  if (spoiled) room.close();
  else giveRoom(room);
  send({ t: 'end', id: job.id, tired: watch.end(), cpuUs: watch.cpuUs }, '');
}

module.exports = { runCall };
