# syntax=docker/dockerfile:1
FROM node:20-bookworm-slim AS build
WORKDIR /app
COPY package.json package-lock.json ./
COPY packages/client/package.json packages/client/
COPY packages/embedded-mongo/package.json packages/embedded-mongo/
COPY packages/instagram-simulator/package.json packages/instagram-simulator/
RUN npm ci --no-audit --no-fund
COPY . .
RUN npx nest build

# Only what production needs: no workspace packages, no development tools.
FROM node:20-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --workspaces=false --no-audit --no-fund

FROM node:20-bookworm-slim
ENV NODE_ENV=production
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY package.json LICENSE ./
# A volume that is mounted here belongs to the user who writes to it.
RUN mkdir -p /var/lib/parley/files && chown node:node /var/lib/parley/files
USER node
EXPOSE 3000 3001
# For the API; a worker needs its own, on WORKER_PORT.
HEALTHCHECK --interval=10s --timeout=3s --start-period=20s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/health/ready`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--max-semi-space-size=8", "dist/src/main.js"]
