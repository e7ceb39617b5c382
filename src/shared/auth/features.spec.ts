import { Controller, Get } from '@nestjs/common';
import { type HttpApp, startHttpApp } from '../../../test/support/http-app';
import { Endpoint } from '../http';
import { NeedsFeature, Requires } from './index';

@Controller('v1/workspaces/:workspaceId')
class PlannedController {
  @Get('board')
  @Requires('workspace.read')
  @NeedsFeature('crm')
  @Endpoint({ summary: 'Board' })
  board() {
    return { board: true };
  }

  @Get('free')
  @Requires('workspace.read')
  @Endpoint({ summary: 'Free' })
  free() {
    return { free: true };
  }
}

@NeedsFeature('integrations')
@Controller('v1/workspaces/:workspaceId/sheets')
class SheetsController {
  @Get()
  @Requires('workspace.read')
  @Endpoint({ summary: 'Sheets' })
  list() {
    return {};
  }
}

describe('NeedsFeature', () => {
  let http: HttpApp;
  let headers: { authorization: string };

  beforeAll(async () => {
    http = await startHttpApp({ controllers: [PlannedController, SheetsController] });
    headers = await http.signedIn(http.directory.add('ann', { w1: 'viewer' }));
  });
  afterAll(() => http.app.close());
  beforeEach(() => http.missingFeatures.clear());

  const get = async (path: string, as: Record<string, string> = headers) => {
    const response = await http.inject({ url: `/v1/workspaces/w1/${path}`, headers: as });
    return [response.statusCode, response.json<{ code?: string }>().code];
  };

  it('lets pass what the plan includes, and what needs nothing', async () => {
    expect(await get('board')).toEqual([200, undefined]);
    http.missingFeatures.add('crm').add('integrations');
    expect(await get('free')).toEqual([200, undefined]);
  });

  it('refuses what the plan leaves out, of one route or of a whole controller', async () => {
    http.missingFeatures.add('crm');
    expect(await get('board')).toEqual([403, 'PLAN.FEATURE']);
    expect(await get('sheets')).toEqual([200, undefined]);
    http.missingFeatures.add('integrations');
    expect(await get('sheets')).toEqual([403, 'PLAN.FEATURE']);
  });

  it('asks only after access: strangers learn nothing of the plan', async () => {
    http.missingFeatures.add('crm');
    expect(await get('board', {})).toEqual([401, 'AUTH.TOKEN_INVALID']);
    const stranger = await http.signedIn(http.directory.add('eve', {}));
    expect(await get('board', stranger)).toEqual([404, 'WORKSPACE.NOT_FOUND']);
  });
});
