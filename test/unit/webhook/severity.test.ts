import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Severity } from '../../../src/webhook/event';
import { severityOf } from '../../../src/webhook/severity';

const ban = (state: unknown) => ({ event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: state } });
const certification = (status: unknown) => ({
  event: 'PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE',
  partner_client_certification_info: { status },
});

const ROWS: [Severity, string, unknown][] = [
  ['critical', 'account_update', { event: 'ACCOUNT_DELETED' }],
  ['critical', 'account_update', { event: 'ACCOUNT_VIOLATION' }],
  ['critical', 'account_update', ban('DISABLE')],
  ['critical', 'account_update', ban(['DISABLE'])],
  ['critical', 'account_update', ban(['SCHEDULE_FOR_DISABLE', 'DISABLE', 'REINSTATE'])],
  ['critical', 'account_update', ban(['REINSTATE', 'DISABLE'])],
  ['warning', 'account_update', ban('SCHEDULE_FOR_DISABLE')],
  ['warning', 'account_update', ban(['SCHEDULE_FOR_DISABLE'])],
  ['warning', 'account_update', ban('A_STATE_OF_NEXT_YEAR')],
  ['warning', 'account_update', ban([])],
  ['warning', 'account_update', { event: 'DISABLED_UPDATE' }],
  ['info', 'account_update', ban('REINSTATE')],
  ['info', 'account_update', ban(['REINSTATE'])],
  ['warning', 'account_update', { event: 'ACCOUNT_RESTRICTION' }],
  ['warning', 'account_update', { event: 'PARTNER_APP_UNINSTALLED' }],
  ['warning', 'account_update', { event: 'PARTNER_REMOVED' }],
  ['warning', 'account_update', certification('FAILED')],
  ['warning', 'account_update', certification('DISCARDED')],
  ['warning', 'account_update', certification('REVOKED')],
  ['info', 'account_update', certification('APPROVED')],
  ['info', 'account_update', certification('PENDING')],
  ['warning', 'account_update', certification(undefined)],
  ...[
    'ACCOUNT_OFFBOARDED',
    'ACCOUNT_RECONNECTED',
    'AD_ACCOUNT_LINKED',
    'AUTH_INTL_PRICE_ELIGIBILITY_UPDATE',
    'BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE',
    'MM_LITE_TERMS_SIGNED',
    'PARTNER_ADDED',
    'PARTNER_APP_INSTALLED',
    'PARTNER_CLIENT_CERTIFICATION_NEEDED',
    'VERIFIED_ACCOUNT',
    'VOLUME_BASED_PRICING_TIER_UPDATE',
  ].map((event): [Severity, string, unknown] => ['info', 'account_update', { event }]),
  ['warning', 'account_update', { event: 'AN_EVENT_OF_NEXT_YEAR' }],
  ['warning', 'account_update', { event: 'constructor' }],
  ['warning', 'account_update', {}],
  ['warning', 'account_update', null],
  ['critical', 'account_alerts', { alert_info: { alert_severity: 'CRITICAL' } }],
  ['warning', 'account_alerts', { alert_info: { alert_severity: 'WARNING' } }],
  ['info', 'account_alerts', { alert_info: { alert_severity: 'INFORMATIONAL' } }],
  ['warning', 'account_review_update', { decision: 'REJECTED' }],
  ['info', 'account_review_update', { decision: 'APPROVED' }],
  ['warning', 'phone_number_name_update', { decision: 'REJECTED' }],
  ['info', 'phone_number_name_update', { decision: 'APPROVED' }],
  ['warning', 'phone_number_quality_update', { event: 'FLAGGED' }],
  ['warning', 'phone_number_quality_update', { event: 'DOWNGRADE' }],
  ['info', 'phone_number_quality_update', { event: 'UNFLAGGED' }],
  ['info', 'phone_number_quality_update', { event: 'THROUGHPUT_UPGRADE' }],
  ['warning', 'security', { event: 'PIN_RESET_REQUEST' }],
  ['warning', 'security', { event: 'PIN_CHANGED' }],
  ...['REJECTED', 'PAUSED', 'DISABLED', 'FLAGGED'].map((event): [Severity, string, unknown] => [
    'warning',
    'message_template_status_update',
    { event },
  ]),
  ['info', 'message_template_status_update', { event: 'APPROVED' }],
  ['warning', 'message_template_quality_update', { new_quality_score: 'RED' }],
  ['info', 'message_template_quality_update', { new_quality_score: 'GREEN' }],
  ['warning', 'flows', { new_status: 'BLOCKED' }],
  ['info', 'flows', { new_status: 'PUBLISHED' }],
  ['warning', 'group_status_update', { groups: [{ type: 'group_suspend_cleared' }, { type: 'group_suspend' }] }],
  ['info', 'group_status_update', { groups: [{ type: 'group_suspend_cleared' }] }],
  ['warning', 'error', { code: 130429 }],
  ['warning', 'changed_fields', ['messages']],
  ['info', 'business_capability_update', {}],
  ['info', 'a_field_of_next_year', { event: 'ACCOUNT_DELETED' }],
  ['info', '__proto__', {}],
  ['info', 'constructor', {}],
];

describe('severityOf', () => {
  for (const [severity, field, value] of ROWS) {
    it(`${field} ${JSON.stringify(value)} is ${severity}`, () => {
      assert.equal(severityOf(field, value), severity);
    });
  }
});
