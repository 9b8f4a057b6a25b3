import { WhatsAppError } from '../platform/errors';
import type { NumberInfo } from '../platform/number';
import type { Platform } from '../platform/platform';
import { IDENTITY_CHECK_LEVEL, identityCheckWarning, throughputLevelOf } from './throughput';

/** How things stand with the identity change check of a number. */
export interface IdentityCheckReport {
  /** As it was set or read; `unknown` where the platform does not show it (facts, section 3). */
  identityCheck: boolean | 'unknown';
  /**
   * The throughput level that the number has, and the one for which the check is promised (S1); absent while the check is
   * off, and On-Premises, where it depends on no level.
   */
  throughput?: { level: string; needed: string };
  /** Sentences for whoever relies on the check. */
  warnings: readonly string[];
}

type CheckPlatform = Pick<Platform, 'api' | 'setIdentityCheck' | 'readIdentityCheck' | 'numberInfo'>;

/**
 * Turns the identity change check on or off (S1; On-Premises `show_security_notifications`, S2).
 *
 * @throws what `setIdentityCheck` of the platform rejects with; that the level cannot be read is a warning only
 */
export async function switchIdentityCheck(platform: CheckPlatform, enabled: boolean): Promise<IdentityCheckReport> {
  await platform.setIdentityCheck(enabled);
  return toReport(platform, enabled);
}

/** @throws what `readIdentityCheck` of the platform rejects with; that the level cannot be read is a warning only */
export async function lookAtIdentityCheck(platform: CheckPlatform): Promise<IdentityCheckReport> {
  const check = await platform.readIdentityCheck();
  return toReport(platform, check === 'unknown' ? check : check === 'on');
}

async function toReport(
  platform: CheckPlatform,
  identityCheck: IdentityCheckReport['identityCheck'],
): Promise<IdentityCheckReport> {
  if (identityCheck === false || platform.api === 'on-premises') return { identityCheck, warnings: [] };
  const { info, failure } = await readThroughput(platform);
  const warning = failure ?? identityCheckWarning(info);
  return {
    identityCheck,
    throughput: { level: throughputLevelOf(info) ?? 'unknown', needed: IDENTITY_CHECK_LEVEL },
    warnings: warning === undefined ? [] : [warning],
  };
}

/** The check is set whether or not the level can be read. */
async function readThroughput({
  numberInfo,
}: Pick<CheckPlatform, 'numberInfo'>): Promise<{ info: NumberInfo; failure?: string }> {
  try {
    return { info: await numberInfo(['throughput']) };
  } catch (error) {
    if (!(error instanceof WhatsAppError)) throw error;
    const failure =
      `The identity change check is promised for numbers with default throughput (${IDENTITY_CHECK_LEVEL}); ` +
      `the level of this number could not be read: ${error.message}`;
    return { info: {}, failure };
  }
}
