// A machine in node: what a page's worker does there, for building and for tests.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

// v86 wants a buffer that holds the file and nothing else.
export const exactly = (file) => file.buffer.slice(file.byteOffset, file.byteOffset + file.byteLength);

// Start one. `printed` gets each byte of the first serial port, `told` each line of the second, as JSON.
export async function machine(v86, options, { printed, told }) {
  const { V86 } = await import(pathToFileURL(`${v86}/build/libv86.mjs`));
  const emulator = new V86({
    wasm_path: `${v86}/build/v86.wasm`,
    vga_memory_size: 2 ** 20,
    uart1: true,
    autostart: true,
    disable_keyboard: true,
    disable_mouse: true,
    disable_speaker: true,
    net_device: { type: "none" },
    ...options,
  });
  let line = [];
  emulator.add_listener("serial0-output-byte", printed);
  emulator.add_listener("serial1-output-byte", (byte) => {
    if (byte !== 10) {
      line.push(byte);
      return;
    }
    const text = Buffer.from(line).toString();
    line = [];
    told(JSON.parse(text));
  });
  await new Promise((resolve) => emulator.add_listener("emulator-started", resolve));
  return emulator;
}
