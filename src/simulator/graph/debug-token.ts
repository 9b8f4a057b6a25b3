import type { Call, Reply } from '../http/call';
import { bearerOf } from '../http/call';
import type { World } from '../world/world';
import { authenticate } from './authorize';
import { invalid } from './graph-error';

/**
 * `GET /debug_token?input_token=…`: what the token of the call itself is good for. Tokens here last, and may do everything.
 *
 * @throws GraphError 100 without a token, or for another one
 */
export function getDebugToken(call: Call, { numbers, appId }: World): Reply {
  authenticate(call, numbers);
  const input = call.query.get('input_token');
  if (input === null) throw invalid('The parameter input_token is required.');
  if (input !== (bearerOf(call) ?? call.query.get('access_token')))
    throw invalid(
      'You must provide an app access token, or a user access token that is an owner or developer of the app',
    );
  const scopes = ['whatsapp_business_management', 'whatsapp_business_messaging'];
  const data = {
    app_id: appId,
    type: 'SYSTEM_USER',
    application: 'Simulated app',
    expires_at: 0,
    is_valid: true,
    scopes,
  };
  return { status: 200, body: { data } };
}
