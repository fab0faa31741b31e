# Two images: `archive` is Debian's Orthanc, `product` runs web, worker and follower.

FROM debian:bookworm-slim AS archive
RUN apt-get update \
    && apt-get install --yes --no-install-recommends orthanc orthanc-dicomweb python3-minimal \
    && rm -rf /var/lib/apt/lists/* \
    && install -d -o orthanc -g orthanc /var/lib/orthanc/db
COPY deploy/orthanc.json /etc/mreqc/orthanc.json
USER orthanc

FROM node:24-bookworm-slim AS frontend
WORKDIR /frontend
COPY frontend/package.json frontend/package-lock.json ./
RUN npm ci --no-audit --no-fund
COPY frontend ./
RUN npm run build

FROM python:3.11-slim-bookworm AS product
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 DJANGO_SETTINGS_MODULE=mreqc_web.settings
RUN useradd --system --create-home mreqc && install -d -o mreqc -g mreqc /data
WORKDIR /srv/mreqc
# requirements.txt here instead makes an image that can also train (docs/operations.md).
ARG REQUIREMENTS=requirements-serve.txt
COPY requirements.txt requirements-serve.txt constraints.txt ./
RUN pip install --no-cache-dir -r ${REQUIREMENTS}
COPY manage.py ./
COPY mreqc_web mreqc_web
COPY qc qc
COPY --from=frontend /frontend/dist frontend/dist
USER mreqc
EXPOSE 8000
