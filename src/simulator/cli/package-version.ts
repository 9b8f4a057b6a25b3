import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The version of this package. The sources and the build lie at different depths below its package.json. */
export function packageVersion(from: string = __dirname): string {
  const file = join(from, 'package.json');
  if (existsSync(file)) return String((JSON.parse(readFileSync(file, 'utf8')) as { version?: unknown }).version);
  const parent = dirname(from);
  return parent === from ? 'unknown' : packageVersion(parent);
}
