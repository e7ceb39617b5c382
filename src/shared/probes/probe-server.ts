import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { HealthService, MetricsService } from '../observability';

/** The same probes for a process that serves no API. */
export class ProbeServer {
  private readonly server: Server;

  constructor(
    private readonly health: HealthService,
    private readonly metrics: MetricsService,
  ) {
    this.server = createServer((request, response) => {
      this.answer(request.url ?? '', response).catch((error: unknown) => response.destroy(error as Error));
    });
  }

  /** The port it listens on; 0 asks for a free one. */
  async listen(port: number, host: string): Promise<number> {
    await new Promise<void>((resolve, reject) => {
      this.server.once('error', reject).listen(port, host, resolve);
    });
    return (this.server.address() as AddressInfo).port;
  }

  async close(): Promise<void> {
    await new Promise<void>((resolve) => {
      this.server.close(() => resolve());
      this.server.closeAllConnections();
    });
  }

  private async answer(url: string, response: ServerResponse): Promise<void> {
    switch (url.split('?', 1)[0]) {
      case '/health/live':
        return send(response, 200, 'application/json', JSON.stringify({ status: 'live' }));
      case '/health/ready': {
        const report = await this.health.report();
        return send(response, report.status === 'ready' ? 200 : 503, 'application/json', JSON.stringify(report));
      }
      case '/metrics': {
        const { contentType, body } = await this.metrics.scrape();
        return send(response, 200, contentType, body);
      }
      default:
        return send(response, 404, 'text/plain', 'Not found');
    }
  }
}

function send(response: ServerResponse, status: number, type: string, body: string): void {
  response.writeHead(status, { 'content-type': type, 'cache-control': 'no-store' }).end(body);
}
