import type { PageNumber } from '../wire';

type Value = Record<string, unknown>;

/** An event that the platform tells about an account: its field, and a value to begin with. */
export interface SampleEvent {
  field: string;
  name: string;
  value(number: PageNumber): Value;
}

const IN_A_DAY = (): number => Math.floor(Date.now() / 1000) + 86_400;
const NOW = (): number => Math.floor(Date.now() / 1000);

/** `account_update`: the facts' complete list of events, with the member that explains each. */
const ACCOUNT_UPDATES: Record<string, (number: PageNumber) => Value> = {
  ACCOUNT_DELETED: () => ({}),
  ACCOUNT_OFFBOARDED: () => ({ disconnection_info: { reason: 'ACCOUNT_DISCONNECTED', initiated_by: 'USER' } }),
  ACCOUNT_RECONNECTED: () => ({}),
  ACCOUNT_RESTRICTION: (number) => ({
    phone_number: number.displayPhoneNumber,
    restriction_info: [{ restriction_type: 'RESTRICTED_BIZ_INITIATED_MESSAGING', expiration: IN_A_DAY() }],
  }),
  ACCOUNT_VIOLATION: (number) => ({
    phone_number: number.displayPhoneNumber,
    violation_info: { violation_type: 'SCAM' },
  }),
  AD_ACCOUNT_LINKED: ({ wabaId }) => ({ waba_info: { waba_id: wabaId, ad_account_linked: '1029384756' } }),
  AUTH_INTL_PRICE_ELIGIBILITY_UPDATE: () => ({
    auth_international_rate_eligibility: { start_time: IN_A_DAY(), exception_countries: [] },
  }),
  BUSINESS_PRIMARY_LOCATION_COUNTRY_UPDATE: () => ({ country: 'DE' }),
  DISABLED_UPDATE: () => ({ ban_info: { waba_ban_state: 'SCHEDULE_FOR_DISABLE', waba_ban_date: 'May 1, 2027' } }),
  MM_LITE_TERMS_SIGNED: ({ wabaId }) => ({ waba_info: { waba_id: wabaId } }),
  PARTNER_ADDED: ({ wabaId }) => ({ waba_info: { waba_id: wabaId, owner_business_id: '1122334455' } }),
  PARTNER_APP_INSTALLED: ({ wabaId }) => ({ waba_info: { waba_id: wabaId, partner_app_id: '5544332211' } }),
  PARTNER_APP_UNINSTALLED: ({ wabaId }) => ({ waba_info: { waba_id: wabaId, partner_app_id: '5544332211' } }),
  PARTNER_CLIENT_CERTIFICATION_NEEDED: () => ({}),
  PARTNER_CLIENT_CERTIFICATION_STATUS_UPDATE: () => ({
    partner_client_certification_info: { status: 'FAILED', rejection_reasons: ['NONE'] },
  }),
  PARTNER_REMOVED: (number) => ({ phone_number: number.displayPhoneNumber }),
  VERIFIED_ACCOUNT: (number) => ({ phone_number: number.displayPhoneNumber }),
  VOLUME_BASED_PRICING_TIER_UPDATE: () => ({
    volume_tier_info: { tier_update_time: NOW(), pricing_category: 'UTILITY', tier: '1:250000', region: 'Germany' },
  }),
};

/** Every other field. */
const FIELDS: Record<string, (number: PageNumber) => Value> = {
  account_alerts: ({ phoneNumberId }) => ({
    entity_type: 'PHONE_NUMBER',
    entity_id: phoneNumberId,
    alert_info: {
      alert_severity: 'CRITICAL',
      alert_status: 'ACTIVE',
      alert_type: 'INCREASED_CAPABILITIES_ELIGIBILITY_DEFERRED',
      alert_description: 'Limits cannot be increased yet.',
    },
  }),
  account_review_update: () => ({ decision: 'REJECTED' }),
  account_settings_update: ({ phoneNumberId }) => ({
    messaging_product: 'whatsapp',
    timestamp: String(NOW()),
    type: 'phone_number_settings',
    phone_number_settings: { phone_number_id: phoneNumberId, calling: { status: 'ENABLED' } },
  }),
  automatic_events: (number) => ({
    ...envelope(number),
    automatic_events: [{ id: 'wamid.sample', event_name: 'LeadSubmitted', timestamp: NOW() }],
  }),
  business_capability_update: () => ({ max_daily_conversations_per_business: 2000, max_phone_numbers_per_waba: 25 }),
  business_status_update: () => ({ business_id: '1122334455', event: 'BUSINESS_VERIFICATION_UPDATE' }),
  business_username_update: (number) => ({ display_phone_number: number.displayPhoneNumber, status: 'approved' }),
  calls: (number) => ({
    ...envelope(number),
    calls: [
      {
        id: 'wacid.sample',
        from: '16315551001',
        to: number.displayPhoneNumber,
        event: 'connect',
        direction: 'USER_INITIATED',
        timestamp: String(NOW()),
      },
    ],
  }),
  flows: () => ({ event: 'FLOW_STATUS_CHANGE', flow_id: '123', old_status: 'PUBLISHED', new_status: 'THROTTLED' }),
  group_lifecycle_update: (number) => groups(number, { type: 'group_create', subject: 'Neighbours' }),
  group_participants_update: (number) =>
    groups(number, {
      type: 'group_participants_add',
      reason: 'invite_link',
      added_participants: [{ wa_id: '16315551001' }],
    }),
  group_settings_update: (number) =>
    groups(number, { type: 'group_settings_update', group_subject: { text: 'Neighbours', update_successful: true } }),
  group_status_update: (number) => groups(number, { type: 'group_suspend' }),
  history: (number) => ({
    ...envelope(number),
    history: [
      { metadata: { phase: 0, chunk_order: 1, progress: 100 }, threads: [{ id: '16315551001', messages: [] }] },
    ],
  }),
  message_template_components_update: () => ({
    ...template(),
    message_template_title: 'Your order',
    message_template_element: 'Thank you, {{1}}!',
  }),
  message_template_quality_update: () => ({ ...template(), previous_quality_score: 'GREEN', new_quality_score: 'RED' }),
  message_template_status_update: () => ({ ...template(), event: 'PAUSED', reason: 'NONE' }),
  partner_solutions: () => ({ event: 'SOLUTION_CREATED', solution_id: '7744', solution_status: 'INITIATED' }),
  payment_configuration_update: () => ({
    configuration_name: 'shop',
    provider_name: 'razorpay',
    status: 'Needs Testing',
  }),
  phone_number_name_update: (number) => ({
    display_phone_number: number.displayPhoneNumber,
    decision: 'APPROVED',
    requested_verified_name: number.verifiedName,
    rejection_reason: null,
  }),
  phone_number_quality_update: (number) => ({
    display_phone_number: number.displayPhoneNumber,
    event: 'FLAGGED',
    current_limit: 'TIER_1K',
  }),
  security: (number) => ({
    display_phone_number: number.displayPhoneNumber,
    event: 'PIN_RESET_REQUEST',
    requester: '61550000000001',
  }),
  smb_app_state_sync: (number) => ({
    ...envelope(number),
    state_sync: [{ type: 'contact', contact: { full_name: 'Ana', phone_number: '16315551001' }, action: 'add' }],
  }),
  smb_message_echoes: (number) => ({
    ...envelope(number),
    message_echoes: [
      {
        from: number.displayPhoneNumber,
        to: '16315551001',
        id: 'wamid.echo',
        timestamp: String(NOW()),
        type: 'text',
        text: { body: 'Written in the app' },
      },
    ],
  }),
  template_category_update: () => ({ ...template(), new_category: 'UTILITY', correct_category: 'MARKETING' }),
  user_id_update: (number) => ({
    ...envelope(number),
    contacts: [{ profile: { name: 'Ana' }, wa_id: '16315551001' }],
    user_id_update: [
      {
        wa_id: '16315551001',
        detail: 'User id for Ana has been updated.',
        user_id: { previous: 'US.10000000000000000001', current: 'US.10000000000000000002' },
        timestamp: String(NOW()),
      },
    ],
  }),
  user_preferences: (number) => ({
    ...envelope(number),
    contacts: [{ wa_id: '16315551001' }],
    user_preferences: [
      {
        wa_id: '16315551001',
        detail: 'User requested to stop marketing messages',
        category: 'marketing_messages',
        value: 'stop',
        timestamp: NOW(),
      },
    ],
  }),
};

/** The facts' list of webhook fields, section 7, `account_update` event by event. */
export const SAMPLE_EVENTS: readonly SampleEvent[] = [
  ...Object.entries(ACCOUNT_UPDATES).map(
    ([event, value]): SampleEvent => ({
      field: 'account_update',
      name: `account_update · ${event}`,
      value: (number) => ({ event, ...value(number) }),
    }),
  ),
  ...Object.entries(FIELDS).map(([field, value]): SampleEvent => ({ field, name: field, value })),
];

/** The webhook that tells an event. */
export function toWebhook({ field }: SampleEvent, value: Value, { wabaId }: PageNumber): Value {
  const time = field === 'messages' ? {} : { time: NOW() };
  return { object: 'whatsapp_business_account', entry: [{ id: wabaId, ...time, changes: [{ field, value }] }] };
}

const envelope = ({ displayPhoneNumber, phoneNumberId }: PageNumber): Value => ({
  messaging_product: 'whatsapp',
  metadata: { display_phone_number: displayPhoneNumber, phone_number_id: phoneNumberId },
});

const groups = (number: PageNumber, group: Value): Value => ({
  ...envelope(number),
  groups: [{ group_id: 'group-1', timestamp: String(NOW()), ...group }],
});

const template = (): Value => ({
  message_template_id: 101,
  message_template_name: 'order_confirmation',
  message_template_language: 'en_US',
});
