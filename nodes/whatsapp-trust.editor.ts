import { addTrustTab } from './editor/trust/add-trust-tab';

RED.plugins.registerPlugin('whatsapp-trust', { onadd: addTrustTab });
