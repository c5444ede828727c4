# The gateway as a container: the packages of the lock file, the program as it stands (types are stripped while it loads), an ordinary user.
FROM node:20-bookworm-slim

WORKDIR /app
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --no-audit --no-fund && npm cache clean --force

COPY src ./src
COPY devices ./devices
COPY grafana ./grafana
COPY simulators ./simulators
COPY sites ./sites

# No cache of compiled code: the file system is read-only. What the packages bring is the Node.js that the gateway runs on (26); the image's own only installs it.
ENV PATH=/app/node_modules/.bin:$PATH \
    NODE_ENV=production \
    NODE_DISABLE_COMPILE_CACHE=1 \
    ANJU_DATA=/data
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 1883 8080

ENTRYPOINT ["node", "--disable-warning=ExperimentalWarning", "src/main.ts"]
CMD ["start"]
