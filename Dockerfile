FROM node:24-bookworm-slim AS build
WORKDIR /app
COPY . .
RUN npm ci && npm run build
# The engine's own packages only; neither tools to build with nor the browser's libraries, which are in the built studio.
RUN rm -rf node_modules && npm ci --omit=dev --omit=optional --workspace=@sojourn/engine --workspace=@sojourn/tools

FROM node:24-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 SOJOURN_DATA_DIR=/data
WORKDIR /app
COPY --from=build /app /app
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/health').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
# The same as engineHeap in tools/launcher/runtime.mjs: less garbage collection for each contact moved.
CMD ["node", "--max-semi-space-size=32", "--min-semi-space-size=16", "--no-parallel-scavenge", "apps/engine/dist/main.js"]
