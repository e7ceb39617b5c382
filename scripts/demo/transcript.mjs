/** Further lines of a text stand below its first. */
const indented = (text) => text.replace(/\n+/g, `\n${' '.repeat(15)}`);

/** Prints a conversation as people read it, with the time that each answer took. */
export class Transcript {
  #color = process.stdout.isTTY && !process.env.NO_COLOR;

  scene(title) {
    console.log(`\n${this.#paint(1, title)}`);
  }

  customer(name, text) {
    console.log(`  ${this.#paint(36, name.padEnd(12))} ${indented(text)}`);
  }

  business(who, text, choices, ms) {
    const offered = choices.length > 0 ? `  ${choices.map((choice) => `[${choice}]`).join(' ')}` : '';
    const took = ms === undefined ? '' : this.#paint(2, `  (${ms} ms)`);
    console.log(`  ${this.#paint(35, who.padEnd(12))} ${indented(text)}${offered}${took}`);
  }

  note(text) {
    console.log(`  ${this.#paint(2, `· ${text}`)}`);
  }

  #paint(code, text) {
    return this.#color ? `\u001b[${code}m${text}\u001b[0m` : text;
  }
}
