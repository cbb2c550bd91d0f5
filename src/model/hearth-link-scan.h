/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/** HEARTH_LINK_SCAN_MAX: links that are found in one text. */
#define HEARTH_LINK_SCAN_MAX 200

/** HearthLinkKind: what in a text some program would make a link of. */
typedef enum {
  HEARTH_LINK_URL,     /* has a scheme */
  HEARTH_LINK_DOMAIN,  /* has none: "www.example.org/a", "example.org", "192.0.2.1" */
  HEARTH_LINK_ADDRESS, /* "nora@example.org" */
} HearthLinkKind;

/**
 * HearthLink:
 * @kind: what it is
 * @text: as it stands in the text, byte by byte
 * @host: (nullable): where it leads, in small letters; %NULL if that cannot be said
 */
typedef struct {
  HearthLinkKind kind;
  char *text;
  char *host;
} HearthLink;

void       hearth_link_free (HearthLink *self);
GPtrArray *hearth_link_scan (const char *text) G_GNUC_WARN_UNUSED_RESULT;

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthLink, hearth_link_free)

G_END_DECLS
