# The pipeline, for a ClickHouse server. It also runs the embedded engine, once libchdb is there (docs/operating.md).
FROM golang:1.26.8-bookworm AS build
WORKDIR /src
COPY go.mod go.sum ./
RUN go mod download
COPY . .
ARG VERSION=development
RUN make build VERSION="${VERSION}" BIN=/nyckeltal

FROM debian:12.12-slim
RUN apt-get update \
    && apt-get install --yes --no-install-recommends ca-certificates tzdata \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --create-home nyckeltal
COPY --from=build /nyckeltal /usr/local/bin/nyckeltal
USER 10001
WORKDIR /home/nyckeltal/organisation
ENTRYPOINT ["nyckeltal"]
CMD ["--help"]
