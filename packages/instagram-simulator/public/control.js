/** Calls a control route; rejects with what the simulator said. */
export async function control(method, path, body) {
  const answer = await fetch(`/_control${path}`, {
    method,
    ...(body !== undefined && { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const result = await answer.json();
  if (!answer.ok) throw new Error(result.error);
  return result;
}

/** Keeps listening; the browser reconnects by itself. */
export function listen(onEvent, onState) {
  const source = new EventSource('/_control/events');
  source.onopen = () => onState(true);
  source.onerror = () => onState(false);
  source.onmessage = ({ data }) => onEvent(JSON.parse(data));
}

const RECONNECT_MS = 2000;

/** Long-polls the webhook deliveries for ever. */
export async function followDeliveries(onDeliveries) {
  let after = 0;
  for (;;) {
    try {
      const entries = await control('GET', `/webhooks?after=${after}&waitMs=25000`);
      if (entries.length > 0) onDeliveries(entries);
      after = entries.at(-1)?.order ?? after;
    } catch {
      // The simulator restarts: its numbering may begin anew.
      after = 0;
      await new Promise((resolve) => setTimeout(resolve, RECONNECT_MS));
    }
  }
}
