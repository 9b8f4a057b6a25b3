import { throughputLevelOf } from '../numbers/throughput';
import type { NumberInfo } from '../platform/number';
import type { Detail } from './finding';

/** What tells people which number it is, and how it does. */
export function toNumberDetails(info: NumberInfo): Partial<Record<Detail, unknown>> {
  return {
    number: info.display_phone_number,
    name: info.verified_name,
    quality: info.quality_rating,
    throughput: throughputLevelOf(info),
    verification: info.code_verification_status,
    nameStatus: info.name_status,
    platform: info.platform_type,
  };
}
