/** Entry point of both bins. Returns the exit code; commands are loaded one by one so that `--help` stays fast. */
export async function main(args: readonly string[]): Promise<number> {
  console.log(`dbshift ${args.join(' ')}`);
  return 0;
}
