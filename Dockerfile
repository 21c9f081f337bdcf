FROM node:26-slim AS packages
WORKDIR /app
COPY package.json package-lock.json .npmrc ./
# The Node binaries among the optional dependencies are for machines without a current Node; this image has one.
RUN npm ci --omit=dev --omit=optional --ignore-scripts && npm cache clean --force

FROM node:26-slim
WORKDIR /app
ENV NODE_ENV=production
COPY --from=packages /app/node_modules node_modules
COPY package.json langgraph.json ./
COPY bin bin
COPY src src
COPY graphs graphs
COPY skills skills
COPY drizzle drizzle
RUN mkdir /data && chown node:node /data
USER node

# The service refuses to leave loopback without a key: run it with RAPTORFLOW_API_KEY set.
ENV HOST=0.0.0.0 PORT=2024 RAPTORFLOW_DATA=/data
VOLUME ["/data"]
EXPOSE 2024

HEALTHCHECK --interval=10s --timeout=5s --start-period=30s \
  CMD ["node", "-e", "fetch('http://127.0.0.1:' + process.env.PORT + '/ok').then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]

ENTRYPOINT ["node", "bin/raptorflow.mjs"]
CMD ["serve"]
