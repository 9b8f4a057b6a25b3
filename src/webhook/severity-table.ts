import type { Severity } from './event';

/**
 * How urgent something is: at once, or by the words found under a path into the value. A word may need a further look.
 * Lists on the way are read element by element, and the worst word counts.
 */
export type SeverityRule =
  | Severity
  | { at: string; words: Readonly<Record<string, SeverityRule>>; otherwise: Severity };

/**
 * Account events by field. Every `account_update` event of facts section 7 is listed; one that is not is a warning, for
 * somebody should look at it. Fields that are not listed are information.
 */
export const SEVERITY_TABLE: Readonly<Record<string, SeverityRule>> = {
  account_update: {
    at: 'event',
    words: {
      ACCOUNT_DELETED: 'critical',
      ACCOUNT_VIOLATION: 'critical',
      DISABLED_UPDATE: {
        at: 'ban_info.waba_ban_state',
        words: { DISABLE: 'critical', SCHEDULE_FOR_DISABLE: 'warning', REINSTATE: 'info' },
        otherwise: 'warning',
      },
      ACCOUNT_RESTRICTION: 'warning',
      PARTNER_APP_UNINSTALLED: 'warning',
      PARTNER_REMOVED: 'warning',
      PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE: {
        at: 'partner_client_certification_info.status',
        words: { APPROVED: 'info', PENDING: 'info', FAILED: 'warning', DISCARDED: 'warning', REVOKED: 'warning' },
        otherwise: 'warning',
      },
      ACCOUNT_OFFBOARDED: 'info',
      ACCOUNT_RECONNECTED: 'info',
      AD_ACCOUNT_LINKED: 'info',
      AUTH_INTL_PRICE_ELIGIBILITY_UPDATE: 'info',
      BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE: 'info',
      MM_LITE_TERMS_SIGNED: 'info',
      PARTNER_ADDED: 'info',
      PARTNER_APP_INSTALLED: 'info',
      PARTNER_CLIENT_CERTIFICATION_NEEDED: 'info',
      VERIFIED_ACCOUNT: 'info',
      VOLUME_BASED_PRICING_TIER_UPDATE: 'info',
    },
    otherwise: 'warning',
  },
  account_alerts: {
    at: 'alert_info.alert_severity',
    words: { CRITICAL: 'critical', WARNING: 'warning', INFORMATIONAL: 'info', INFO: 'info' },
    otherwise: 'warning',
  },
  account_review_update: {
    at: 'decision',
    words: { APPROVED: 'info', PENDING: 'info', DEFERRED: 'info', REJECTED: 'warning' },
    otherwise: 'warning',
  },
  phone_number_name_update: {
    at: 'decision',
    words: { APPROVED: 'info', PENDING: 'info', DEFERRED: 'info', REJECTED: 'warning' },
    otherwise: 'warning',
  },
  phone_number_quality_update: {
    at: 'event',
    words: {
      FLAGGED: 'warning',
      DOWNGRADE: 'warning',
      UNFLAGGED: 'info',
      ONBOARDING: 'info',
      UPGRADE: 'info',
      THROUGHPUT_UPGRADE: 'info',
    },
    otherwise: 'warning',
  },
  // Each of them may be somebody taking the number over: a person has to recognise it as their own doing.
  security: 'warning',
  message_template_status_update: {
    at: 'event',
    words: {
      APPROVED: 'info',
      ARCHIVED: 'info',
      DELETED: 'info',
      IN_APPEAL: 'info',
      PENDING: 'info',
      PENDING_DELETION: 'info',
      REINSTATED: 'info',
      UNARCHIVED: 'info',
      DISABLED: 'warning',
      FLAGGED: 'warning',
      LIMIT_EXCEEDED: 'warning',
      LOCKED: 'warning',
      PAUSED: 'warning',
      REJECTED: 'warning',
    },
    otherwise: 'warning',
  },
  message_template_quality_update: {
    at: 'new_quality_score',
    words: { GREEN: 'info', UNKNOWN: 'info', YELLOW: 'warning', RED: 'warning' },
    otherwise: 'info',
  },
  flows: {
    at: 'new_status',
    words: { BLOCKED: 'warning', THROTTLED: 'warning' },
    otherwise: 'info',
  },
  group_status_update: {
    at: 'groups.type',
    words: { GROUP_SUSPEND: 'warning' },
    otherwise: 'info',
  },
  // No fields of the platform but topics of ours: value.errors, and webhooks that come without their values because
  // "Include Values" is off, so that every message is lost.
  error: 'warning',
  changed_fields: 'warning',
};
