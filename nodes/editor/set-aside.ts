type Say = (key: string, values?: Record<string, string | number>) => string;

/**
 * Shows how many webhooks were set aside for a webhook-in node, with what can be done about them, once there are any.
 *
 * @param place hidden until then
 */
export function showSetAside(node: EditorNode, place: JQuery): void {
  const say: Say = (key, values) => node._(`whatsapp-webhook-in.setAside.${key}`, values);
  const address = `whatsapp-webhook-in/${node.id}/set-aside`;
  const look = (): void => {
    $.getJSON(address)
      .done((deliveries: unknown[]) => show(deliveries))
      .fail(() => void place.hide());
  };
  const act = (operation: 'retry' | 'remove'): void => {
    const data = JSON.stringify({ operation });
    $.ajax({ url: address, method: 'POST', contentType: 'application/json', data })
      .done(look)
      .fail(() => void RED.notify(say('failed'), 'error'));
  };
  const button = (key: string, press: () => void): JQuery =>
    $('<button type="button" class="red-ui-button red-ui-button-small">').text(say(key)).on('click', press);

  function show(deliveries: unknown[]): void {
    place.empty().toggle(deliveries.length > 0);
    if (deliveries.length === 0) return;
    place.append(
      $('<span>').text(say('count', { count: deliveries.length })),
      button('export', () => download(deliveries)),
      button('retry', () => act('retry')),
      button('remove', () => {
        if (window.confirm(say('removeQuestion', { count: deliveries.length }))) act('remove');
      }),
    );
  }
  look();
}

function download(deliveries: unknown[]): void {
  const url = URL.createObjectURL(new Blob([JSON.stringify(deliveries, null, 2)], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = 'webhooks-set-aside.json';
  link.click();
  URL.revokeObjectURL(url);
}
