/** The key of `child` inside `parent` as people write it: `servers.b.port`, `pointers[0].path`. */
export function childKey(parent: string, child: string | number): string {
  if (typeof child === 'number') return `${parent}[${child}]`;
  return parent === '' ? child : `${parent}.${child}`;
}
