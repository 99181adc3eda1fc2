// node boot.mjs V86 FIRMWARE KERNEL INITRD OUT MEGABYTES: boots once, waits until the agent is ready, saves the state.
import { readFileSync, writeFileSync } from "node:fs";
import { constants, zstdCompressSync } from "node:zlib";
import { exactly, machine } from "./machine.mjs";

const [v86, firmware, kernel, initrd, out, megabytes] = process.argv.slice(2);
const QUIET = 500; // milliseconds in which whatever the agent still has to do after its word is done
const PATIENCE = 600_000;

setTimeout(() => fail(`it was not ready after ${PATIENCE / 1000} s`), PATIENCE);
const said = [];
const emulator = await machine(v86, {
  memory_size: Number(megabytes) * 2 ** 20,
  bios: { buffer: exactly(readFileSync(`${firmware}/bios.bin`)) },
  vga_bios: { buffer: exactly(readFileSync(`${firmware}/vgabios-stdvga.bin`)) },
  bzimage: { buffer: exactly(readFileSync(kernel)) },
  initrd: { buffer: exactly(readFileSync(initrd)) },
  // Without tsc=reliable, timers drift after the state is restored.
  cmdline: "console=ttyS0 tsc=reliable mitigations=off random.trust_cpu=on quiet",
}, {
  printed: (byte) => {
    said.push(byte);
    if (byte === 10 && Buffer.from(said.slice(-100)).includes("Kernel panic")) fail("its first process has ended");
  },
  told: async (message) => {
    if (message.failed) fail(message.trace);
    if (!message.ready) return;
    await new Promise((resolve) => setTimeout(resolve, QUIET));
    await emulator.stop();
    const state = new Uint8Array(await emulator.save_state());
    writeFileSync(out, zstdCompressSync(state, { params: { [constants.ZSTD_c_compressionLevel]: 22 } }));
    console.log(JSON.stringify({ bytes: state.length, python: message.python, build: message.build }));
    process.exit(0);
  },
});

function fail(why) {
  console.error(`${Buffer.from(said)}\n${why}`);
  process.exit(1);
}
