'use strict';
// Isolates. One is kept warm for a program, because most batches are followed by another of the same; every batch gets a
// context of its own in it. Whatever goes wrong in a room, the room goes.
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { setFlagsFromString } = require('node:v8');
const ivm = require(process.argv[2]);

const KEPT = 4;
const USES = 200;
/** What earlier batches left behind and nobody has cleared up yet may be such a part of a script's memory, and comes on top of it. */
const LEFT_BEHIND = 0.5;
/** Getting ready is our own work, not the guest's. */
const BOOT_MS = 5_000;
const text = (name) => readFileSync(join(__dirname, name), 'utf8');
const guest = (name) => `(function ($0, $1, $2, $3, $4, $5, $6) {${text('packed-guest.js')}\n${text(name)}\n})`;
const GUESTS = { code: guest('code-guest.js'), plugin: guest('plugin-guest.js') };
const snapshot = ivm.Isolate.createSnapshot([{ code: `(() => {${text('hardened.js')}})()` }]);

/**
 * A context out of the snapshot. V8's own code for regular expressions is fast only while RegExp.prototype has the map that V8 took
 * down for it, and freezing gave it another: `replace` and `split` took six times as long. With this flag V8 takes the map down when
 * it wakes the context. It also puts a getter there that can be changed, `linear`: the guest looks after each contact whether it
 * was. Nothing else runs in this process meanwhile, so no guest ever finds the flag set.
 */
const wake = (isolate) => {
  setFlagsFromString('--enable-experimental-regexp-engine');
  try {
    return isolate.createContextSync();
  } finally {
    setFlagsFromString('--no-enable-experimental-regexp-engine');
  }
};

const die = () => process.kill(process.pid, 'SIGKILL');

class Room {
  constructor(key, memoryMb) {
    this.key = key;
    this.memoryMb = memoryMb;
    const memoryLimit = Math.ceil(memoryMb * (1 + LEFT_BEHIND));
    this.isolate = new ivm.Isolate({ memoryLimit, snapshot, onCatastrophicError: die });
    this.uses = 0;
    this.lastCpuMs = 0;
    this.stopped = false;
    /** Compiled once for all contexts of this isolate: the guest's own code, and a plugin's. */
    this.guest = null;
    this.script = null;
    this.context = null;
    this.door = null;
    this.again = null;
    this.ahead = null;
  }

  /** A fresh context with the guest's own code in it, nobody else's yet. */
  async furnish(kind, args) {
    this.uses += 1;
    const ahead = this.ahead;
    this.ahead = null;
    const wanted = `${kind} ${JSON.stringify(args)}`;
    const { context, door } = await (ahead?.wanted === wanted ? ahead.made : this.make(kind, args));
    this.context = context;
    this.door = door;
    this.again = { kind, args, wanted };
  }

  async make(kind, args) {
    const context = wake(this.isolate);
    this.guest ??= await this.isolate.compileScript(GUESTS[kind], { filename: 'guest.js' });
    const opening = await this.guest.run(context, { timeout: BOOT_MS, reference: true });
    const door = await opening.apply(undefined, args, { timeout: BOOT_MS, result: { reference: true } });
    opening.release();
    return { context, door };
  }

  /** While there is nothing to do: the context for the next batch of the same. */
  prepare() {
    if (inUse.size > 0 || !warm.includes(this) || this.ahead !== null || this.isolate.isDisposed) return;
    const { kind, args, wanted } = this.again;
    const made = this.make(kind, args);
    made.catch(() => {}); // whoever takes it meets the failure
    this.ahead = { wanted, made };
  }

  enter(args, timeout) {
    return this.door.apply(undefined, args, { timeout });
  }

  async evaluate(program, timeout) {
    this.script ??= await this.isolate.compileScript(program, { filename: 'plugin.js' });
    await this.script.run(this.context, { timeout });
  }

  /** CPU time so far; of an isolate that is gone, what was last known. */
  cpuMs() {
    if (!this.isolate.isDisposed) this.lastCpuMs = Number(this.isolate.cpuTime) / 1e6;
    return this.lastCpuMs;
  }

  /** Ends what runs in it, from outside. */
  stop() {
    this.stopped = true;
    this.cpuMs();
    this.close();
  }

  close() {
    inUse.delete(this);
    try {
      if (!this.isolate.isDisposed) this.isolate.dispose();
    } catch {
      die(); // an isolate that cannot be disposed of cannot be trusted with the next contact either
    }
  }

  get soiled() {
    if (this.isolate.isDisposed || this.uses >= USES) return true;
    return this.isolate.getHeapStatisticsSync().used_heap_size > this.memoryMb * LEFT_BEHIND * 1024 * 1024;
  }
}

const warm = [];
const inUse = new Set();

/** A room for this program of this tenant: the one that is warm, else a new one. */
function takeRoom(key, memoryMb) {
  const at = warm.findIndex((room) => room.key === key && room.memoryMb === memoryMb);
  const room = at >= 0 ? warm.splice(at, 1)[0] : new Room(key, memoryMb);
  inUse.add(room);
  return room;
}

function giveRoom(room) {
  inUse.delete(room);
  room.context?.release();
  room.door?.release();
  room.context = room.door = null;
  if (room.soiled) return room.close();
  warm.push(room);
  if (warm.length > KEPT) warm.shift().close();
  // A script that ran twice will run again.
  if (room.uses > 1 && room.again.kind === 'code') setImmediate(() => room.prepare());
}

module.exports = { takeRoom, giveRoom, die };
