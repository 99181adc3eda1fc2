// node serve.mjs V86 STATE MEGABYTES: restores a machine, and is to whoever started it what a worker is to its page.
//
// In, a line of JSON each: {job: {…}} runs a program, {stop: true} has its processes ended, {typed: "…"} types.
// Out, a line of JSON each: {restored: milliseconds}, {printed: "…"} (base64), and what the agent tells, as it tells it.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { exactly, machine } from "./machine.mjs";

const [v86, state, megabytes] = process.argv.slice(2);
const GATHER = 5; // milliseconds in which what is printed is gathered before it is passed on

const say = (message) => process.stdout.write(`${JSON.stringify(message)}\n`);
let printed = [];
let later = null;
function pass() {
  clearTimeout(later);
  later = null;
  if (printed.length) say({ printed: Buffer.from(printed).toString("base64") });
  printed = [];
}

const begin = performance.now();
const emulator = await machine(v86, {
  memory_size: Number(megabytes) * 2 ** 20,
  initial_state: { buffer: exactly(readFileSync(state)), url: state },
}, {
  printed: (byte) => {
    printed.push(byte);
    later ??= setTimeout(pass, GATHER);
  },
  told: (message) => {
    pass();
    say(message);
  },
});
say({ restored: performance.now() - begin });

const send = (port, text) => emulator.serial_send_bytes(port, new TextEncoder().encode(text));
for await (const line of createInterface({ input: process.stdin })) {
  const { job, stop, typed } = JSON.parse(line);
  if (job) send(1, `${JSON.stringify(job)}\n`);
  if (stop) send(1, "{}\n");
  if (typed) send(0, typed);
}
process.exit(0);
