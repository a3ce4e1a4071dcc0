/** A line of a terminal that is rewritten as long as nothing else is written. */

export type PassingLine = { show(text: string): void; end(): void };

export function passingLine(terminal: NodeJS.WriteStream): PassingLine {
  let shown = false;
  const end = (): void => {
    if (shown) terminal.cursorTo(0) && terminal.clearLine(0);
    shown = false;
  };
  return {
    show: text => {
      end();
      // One that is wrapped could not be taken back.
      terminal.write(text.slice(0, terminal.columns - 1));
      shown = true;
    },
    end,
  };
}
