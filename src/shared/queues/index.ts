export {
  QUEUE_NAMES,
  QueueGateway,
  type KnowledgeJob,
  type LaneJob,
  type QueueDepth,
  type QueueJobs,
  type QueueName,
} from './queue-gateway';
export { QueuesModule } from './queues.module';
