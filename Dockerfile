# Checks first, then a small image that runs as an ordinary user. Build: docker build -t mingbai .
FROM node:22-bookworm-slim AS check
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci
COPY . .
RUN npm run typecheck && npm run lint && npm run nlu:train

FROM node:22-bookworm-slim AS dependencies
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev

FROM node:22-bookworm-slim
ENV NODE_ENV=production HOST=0.0.0.0 DATA_FOLDER=/data
WORKDIR /app
COPY --from=dependencies /app/node_modules ./node_modules
COPY --from=check /app/package.json /app/tsconfig.json /app/*.ts ./
COPY --from=check /app/.cache ./.cache
COPY --from=check /app/adapters ./adapters
COPY --from=check /app/bots ./bots
COPY --from=check /app/channels ./channels
COPY --from=check /app/dialogs ./dialogs
COPY --from=check /app/domain ./domain
COPY --from=check /app/locales ./locales
COPY --from=check /app/ports ./ports
COPY --from=check /app/probe ./probe
COPY --from=check /app/sandbox ./sandbox
COPY --from=check /app/settings ./settings
COPY --from=check /app/web ./web
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3978
HEALTHCHECK --interval=10s --timeout=3s --start-period=15s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:3978/readyz').then(r=>process.exit(r.ok?0:1),()=>process.exit(1))"]
# exec form: signals reach node itself, so a stop finishes the turns that run.
CMD ["node", "--import", "tsx", "index.ts"]
