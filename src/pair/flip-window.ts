/**
 * The time of day in which flips may begin: `02:00-04:00`, over midnight too, in the zone of the machine or in a named
 * one (`02:00-04:00 Europe/Berlin`). Pure: the time is handed in. On the days when clocks change, the window is what the
 * clock on the wall says.
 */

export type FlipWindow = {
  /** Minutes since midnight. The window begins with the first and ends before the second. */
  readonly from: number;
  readonly to: number;
  /** IANA name; null for the zone of the machine. */
  readonly zone: string | null;
};

const pattern = /^([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)(?: (\S+))?$/u;

/** What must be written, for errors. */
export const windowRule =
  'must be a time of day such as 02:00-04:00, or with a zone, 02:00-04:00 Europe/Berlin';

/** Null for what is no window. */
export function parseFlipWindow(text: string): FlipWindow | null {
  const parts = pattern.exec(text.trim());
  if (parts === null) return null;
  const [fromHour, fromMinute, toHour, toMinute] = parts.slice(1, 5).map(Number);
  const from = (fromHour ?? 0) * 60 + (fromMinute ?? 0);
  const to = (toHour ?? 0) * 60 + (toMinute ?? 0);
  const zone = parts[5] ?? null;
  if (from === to || (zone !== null && !isZone(zone))) return null;
  return { from, to, zone };
}

/** `at` is unix time in ms. */
export function isInWindow({ from, to, zone }: FlipWindow, at: number): boolean {
  const minute = minuteOfDay(at, zone);
  return from < to ? minute >= from && minute < to : minute >= from || minute < to;
}

/** As it was written. */
export function describeWindow({ from, to, zone }: FlipWindow): string {
  return `${clock(from)}-${clock(to)}${zone === null ? '' : ` ${zone}`}`;
}

function clock(minute: number): string {
  return [Math.floor(minute / 60), minute % 60].map(part => String(part).padStart(2, '0')).join(':');
}

function minuteOfDay(at: number, zone: string | null): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(zone === null ? {} : { timeZone: zone }),
  }).formatToParts(at);
  const number = (type: string): number => Number(parts.find(part => part.type === type)?.value);
  return number('hour') * 60 + number('minute');
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en-GB', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
