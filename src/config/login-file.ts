/**
 * Decodes what `mysql_config_editor` writes (`~/.mylogin.cnf`): an option file that no eye reads in passing. Its key lies
 * in the file itself, so that it protects from nothing else. Format as MySQL 9.7 writes it: four bytes of zero, twenty of
 * the key, then lines, each as its length (32 bits, little end first) and itself, AES-128-ECB.
 */
import { createDecipheriv } from 'node:crypto';

const keyAt = 4;
const linesAt = 24;

export function isLoginFile(content: Buffer): boolean {
  return content.length >= linesAt && content.readInt32LE(0) === 0;
}

/** The text of the option file. Throws when the file is cut off or damaged. */
export function decodeLoginFile(content: Buffer): string {
  const key = foldKey(content.subarray(keyAt, linesAt));
  let text = '';
  for (let at = linesAt; at < content.length; ) {
    const begin = at + 4;
    const end = begin + content.readInt32LE(at);
    const decipher = createDecipheriv('aes-128-ecb', key, null);
    text += decipher.update(content.subarray(begin, end), undefined, 'utf8') + decipher.final('utf8');
    at = end;
  }
  return text;
}

function foldKey(bytes: Buffer): Buffer {
  const key = Buffer.alloc(16);
  for (const [index, byte] of bytes.entries()) key[index % 16] = (key[index % 16] ?? 0) ^ byte;
  return key;
}
