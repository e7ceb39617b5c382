import { Readable } from 'node:stream';
import { Controller, Get, Header, Post, Query, Res, type StreamableFile } from '@nestjs/common';
import { ApiOkResponse, ApiTags } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { AcceptsTicket, Ctx, Requires, StreamTickets } from '../../shared/auth';
import { csv, Endpoint, ProducesCsv } from '../../shared/http';
import type { RequestContext } from '../../shared/kernel';
import {
  ReportBreakdownQuery,
  ReportCostQuery,
  ReportExportQuery,
  ReportFunnelsQuery,
  ReportPageQuery,
  ReportRangeQuery,
} from './dto/reports.query';
import {
  ReportBreakdownResponse,
  ReportCostsResponse,
  ReportFunnelsResponse,
  ReportInsightsResponse,
  ReportSummaryResponse,
  ReportTicketResponse,
  ReportTrendsResponse,
} from './dto/reports.response';
import { KEY_NUMBER_NAMES } from './domain/key-numbers';
import { PAGE_POLICY, reportPage } from './page/report-page';
import { ReportDetails } from './report-details.service';
import { Reports, type Trends } from './reports.service';

const PURPOSE = 'report-page';
const RANGE = { invalid: 'REPORTS.RANGE_INVALID: the days make no range, or one of too many days.' };
const COLUMNS = ['day', ...KEY_NUMBER_NAMES, 'costUsd'];

@ApiTags('Reports')
@Controller('v1/workspaces/:workspaceId/reports')
export class ReportsController {
  constructor(
    private readonly reports: Reports,
    private readonly details: ReportDetails,
    private readonly tickets: StreamTickets,
  ) {}

  @Get('summary')
  @Requires('reports.read')
  @Endpoint({
    summary: 'What happened in a range of days, beside the days before it',
    description: 'Up to 183 days. Mock accounts and simulations do not count.',
    response: ReportSummaryResponse,
    errors: RANGE,
  })
  summary(@Ctx() { workspaceId }: RequestContext, @Query() query: ReportRangeQuery): Promise<ReportSummaryResponse> {
    return this.reports.summary(workspaceId, query);
  }

  @Get('trends')
  @Requires('reports.read')
  @Endpoint({ summary: 'The main figures day by day', response: ReportTrendsResponse, errors: RANGE })
  trends(@Ctx() { workspaceId }: RequestContext, @Query() query: ReportRangeQuery): Promise<ReportTrendsResponse> {
    return this.reports.trends(workspaceId, query);
  }

  @Get('breakdown')
  @Requires('reports.read')
  @Endpoint({
    summary: 'Figures by account, agent, template, language, reason, severity and the like',
    response: ReportBreakdownResponse,
    errors: RANGE,
  })
  breakdown(
    @Ctx() { workspaceId }: RequestContext,
    @Query() query: ReportBreakdownQuery,
  ): Promise<ReportBreakdownResponse> {
    return this.details.breakdown(workspaceId, query);
  }

  @Get('agents')
  @Requires('reports.read')
  @Endpoint({
    summary: 'What each member wrote, answered and resolved, and what was promised for their escalations',
    response: ReportBreakdownResponse,
    errors: RANGE,
  })
  agents(@Ctx() { workspaceId }: RequestContext, @Query() query: ReportRangeQuery): Promise<ReportBreakdownResponse> {
    return this.details.breakdown(workspaceId, { ...query, by: 'agent' });
  }

  @Get('funnels')
  @Requires('reports.read')
  @Endpoint({
    summary: 'How runs went, by version of a flow and node',
    response: ReportFunnelsResponse,
    errors: RANGE,
  })
  funnels(@Ctx() { workspaceId }: RequestContext, @Query() query: ReportFunnelsQuery): Promise<ReportFunnelsResponse> {
    return this.details.funnels(workspaceId, query);
  }

  @Get('cost')
  @Requires('reports.read')
  @Endpoint({
    summary: 'What language models cost, by purpose, model or flow',
    response: ReportCostsResponse,
    errors: RANGE,
  })
  cost(@Ctx() { workspaceId }: RequestContext, @Query() query: ReportCostQuery): Promise<ReportCostsResponse> {
    return this.details.cost(workspaceId, query);
  }

  @Get('insights')
  @Requires('reports.read')
  @Endpoint({
    summary: 'What the figures say, with the numbers it rests on',
    response: ReportInsightsResponse,
    errors: RANGE,
  })
  insights(@Ctx() { workspaceId }: RequestContext, @Query() query: ReportRangeQuery): Promise<ReportInsightsResponse> {
    return this.details.insights(workspaceId, query);
  }

  @Get('export')
  @Requires('reports.read')
  @ProducesCsv()
  @Endpoint({
    summary: 'The main figures day by day, as a table or as JSON',
    response: ReportTrendsResponse,
    errors: RANGE,
  })
  async export(
    @Ctx() { workspaceId }: RequestContext,
    @Query() { format, ...range }: ReportExportQuery,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | Trends> {
    const trends = await this.reports.trends(workspaceId, range);
    if (format === 'csv') return csv(Readable.from(rowsOf(trends)), COLUMNS, 'report');
    void reply.header('content-disposition', 'attachment; filename="report.json"');
    return trends;
  }

  @Post('page-ticket')
  @Requires('reports.read')
  @Endpoint({ summary: 'A ticket to open the page of charts once', status: 201, response: ReportTicketResponse })
  ticket(@Ctx() context: RequestContext): Promise<ReportTicketResponse> {
    return this.tickets.issue(context, PURPOSE);
  }

  @Get('summary.html')
  @Requires('reports.read')
  @AcceptsTicket(PURPOSE)
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', PAGE_POLICY)
  @Endpoint({ summary: 'The summary and the trends as a page of charts, for people to look at', errors: RANGE })
  @ApiOkResponse({ description: 'A page without scripts.', content: { 'text/html': { schema: { type: 'string' } } } })
  async page(@Ctx() { workspaceId }: RequestContext, @Query() { from, to }: ReportPageQuery): Promise<string> {
    const { summary, trends, counts } = await this.reports.overview(workspaceId, { from, to });
    return reportPage({ summary, days: trends.days, labels: counts.labels, byDay: counts.byDay });
  }
}

const rowsOf = ({ days }: Trends) =>
  days.map((day) => Object.fromEntries(Object.entries(day).map(([name, value]) => [name, value ?? undefined])));
