import { Body, Controller, Delete, Get, Patch, Post, Query, UseGuards } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiTags } from '@nestjs/swagger';
import { Ctx, Requires } from '../shared/auth';
import { Endpoint, IdParam, OperationId, ReadUpload, UploadedBytes } from '../shared/http';
import type { RequestContext } from '../shared/kernel';
import {
  AddKnowledgeItemRequest,
  ChangeKnowledgeItemRequest,
  KnowledgeItemsQuery,
  UploadKnowledgeRequest,
} from './dto/knowledge-item.request';
import {
  KnowledgeItemContentResponse,
  KnowledgeItemPageResponse,
  KnowledgeItemResponse,
  KnowledgeVersionListResponse,
  toItemContentResponse,
  toItemPageResponse,
  toItemResponse,
  toVersionListResponse,
} from './dto/knowledge-item.response';
import { UPLOAD_FORM } from './dto/upload-form';
import { KnowledgeItems } from './items/knowledge-items.service';
import { NewKnowledge } from './items/new-knowledge.service';

const NOT_FOUND = { 'not-found': 'KNOWLEDGE.ITEM_NOT_FOUND: there is no such item.' };

@ApiTags('Knowledge')
@Controller('v1/workspaces/:workspaceId/knowledge/items')
export class KnowledgeItemsController {
  constructor(
    private readonly items: KnowledgeItems,
    private readonly added: NewKnowledge,
  ) {}

  @Get()
  @Requires('knowledge.read')
  @Endpoint({ summary: 'List the knowledge items of the workspace, newest first', response: KnowledgeItemPageResponse })
  async list(
    @Ctx() { workspaceId }: RequestContext,
    @Query() { limit, cursor, status, tag }: KnowledgeItemsQuery,
  ): Promise<KnowledgeItemPageResponse> {
    const filter = { ...(status === undefined ? {} : { status }), ...(tag === undefined ? {} : { tag }) };
    return toItemPageResponse(await this.items.list(workspaceId, filter, limit, cursor));
  }

  @Post()
  @Requires('knowledge.write')
  @Endpoint({
    summary: 'Add a text, a question with its answer, or a page',
    description: 'It is searched once it has been processed: watch its status.',
    status: 201,
    response: KnowledgeItemResponse,
    errors: {
      invalid: 'KNOWLEDGE.ITEM_INVALID: it lacks what its kind needs.',
      'rate-limited': 'PLAN.LIMIT_REACHED: the plan allows no more items.',
    },
  })
  async add(
    @Ctx() context: RequestContext,
    @OperationId() id: string,
    @Body() { tags, active, ...item }: AddKnowledgeItemRequest,
  ): Promise<KnowledgeItemResponse> {
    const attributes = { id, ...(tags === undefined ? {} : { tags }), ...(active === undefined ? {} : { active }) };
    return toItemResponse(await this.added.add(context, context.workspaceId, item, attributes));
  }

  @Post('uploads')
  @Requires('knowledge.write')
  @UseGuards(ReadUpload)
  @ApiConsumes('multipart/form-data')
  @ApiBody(UPLOAD_FORM)
  @Endpoint({
    summary: 'Add a file: PDF, Word (.docx), CSV or text',
    status: 201,
    response: KnowledgeItemResponse,
    errors: {
      invalid: 'KNOWLEDGE.UPLOAD_INVALID: it cannot be read · UPLOAD.TOO_LARGE: over 10 MB.',
      'rate-limited': 'PLAN.LIMIT_REACHED: the plan allows no more items.',
    },
  })
  async upload(
    @Ctx() context: RequestContext,
    @OperationId() id: string,
    @UploadedBytes() bytes: Buffer,
    @Body() { fileName, title, tags }: UploadKnowledgeRequest,
  ): Promise<KnowledgeItemResponse> {
    const upload = { fileName, bytes, ...(title === undefined ? {} : { title }) };
    const attributes = { id, ...(tags === undefined ? {} : { tags: tags.split(',') }) };
    return toItemResponse(await this.added.addUpload(context, context.workspaceId, upload, attributes));
  }

  @Get(':itemId')
  @Requires('knowledge.read')
  @Endpoint({
    summary: 'Read a knowledge item with its text',
    response: KnowledgeItemContentResponse,
    errors: NOT_FOUND,
  })
  async get(
    @Ctx() { workspaceId }: RequestContext,
    @IdParam('itemId') itemId: string,
  ): Promise<KnowledgeItemContentResponse> {
    const { item, content } = await this.items.get(workspaceId, itemId);
    return toItemContentResponse(item, content);
  }

  @Get(':itemId/versions')
  @Requires('knowledge.read')
  @Endpoint({
    summary: 'Read the versions of an item, newest first',
    response: KnowledgeVersionListResponse,
    errors: NOT_FOUND,
  })
  async versions(
    @Ctx() { workspaceId }: RequestContext,
    @IdParam('itemId') itemId: string,
  ): Promise<KnowledgeVersionListResponse> {
    return toVersionListResponse(await this.items.versionsOf(workspaceId, itemId));
  }

  @Patch(':itemId')
  @Requires('knowledge.write')
  @Endpoint({
    summary: 'Change an item',
    description: 'A new content is searched once it has been processed, the earlier one until then.',
    response: KnowledgeItemResponse,
    errors: {
      ...NOT_FOUND,
      invalid: 'KNOWLEDGE.ITEM_INVALID: it would lack what its kind needs.',
      conflict: 'KNOWLEDGE.NOT_EDITABLE: its content follows the settings or a file.',
    },
  })
  async change(
    @Ctx() context: RequestContext,
    @IdParam('itemId') itemId: string,
    @Body() changes: ChangeKnowledgeItemRequest,
  ): Promise<KnowledgeItemResponse> {
    return toItemResponse(await this.items.change(context, context.workspaceId, itemId, changes));
  }

  @Post(':itemId/process')
  @Requires('knowledge.write')
  @Endpoint({
    summary: 'Process an item again: a page is read anew, what failed is tried again',
    status: 202,
    response: KnowledgeItemResponse,
    errors: NOT_FOUND,
  })
  async process(@Ctx() context: RequestContext, @IdParam('itemId') itemId: string): Promise<KnowledgeItemResponse> {
    return toItemResponse(await this.added.again(context, context.workspaceId, itemId));
  }

  @Delete(':itemId')
  @Requires('knowledge.write')
  @Endpoint({ summary: 'Remove an item with all its versions', status: 204, errors: NOT_FOUND })
  async remove(@Ctx() context: RequestContext, @IdParam('itemId') itemId: string): Promise<void> {
    await this.items.remove(context, context.workspaceId, itemId);
  }
}
