/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-sockets.h"

#include <curl/curl.h>

G_BEGIN_DECLS

/**
 * HearthHttpOpener:
 *
 * How libcurl gets its sockets: counted, and only to addresses that are allowed. To be kept for as
 * long as the handle.
 *
 * @tally: where bytes are counted
 * @allowed: which addresses may be connected to, whatever a name stands for
 * @refused: set when an address was not allowed
 */
typedef struct {
  HearthSocketTally *tally;
  enum {
    HEARTH_HTTP_OPENER_ANY,
    HEARTH_HTTP_OPENER_PUBLIC,   /* none of this machine or its network */
    HEARTH_HTTP_OPENER_LOOPBACK, /* this machine only */
  } allowed;
  gboolean refused;
} HearthHttpOpener;

void hearth_http_opener_attach (HearthHttpOpener *self, CURL *easy);

G_END_DECLS
