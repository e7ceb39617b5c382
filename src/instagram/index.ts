export { registerMetaRequestRoutes } from './connecting/meta-requests.routes';
export { MetaRequests } from './connecting/meta-requests.service';
export { SetUpCheck, type SetUpReport } from './connecting/set-up-check.service';
export { INSTAGRAM_LIMITS } from './domain/meta-limits';
export { InstagramFacade } from './instagram.facade';
export { InstagramModule } from './instagram.module';
export { WebhookIngest } from './webhook-ingest.service';
export { registerWebhookRoutes } from './webhook.routes';
