export { INSTAGRAM_LIMITS } from './domain/meta-limits';
export { InstagramFacade } from './instagram.facade';
export { InstagramModule } from './instagram.module';
export { WebhookIngest } from './webhook-ingest.service';
export { registerWebhookRoutes } from './webhook.routes';
