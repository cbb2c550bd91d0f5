/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthQueryKind:
 * @HEARTH_QUERY_TEXT: words that stand beside each other
 * @HEARTH_QUERY_AND, @HEARTH_QUERY_OR: of its children
 * @HEARTH_QUERY_NOT: of its only child
 * @HEARTH_QUERY_FLAG: a flag is set, or not
 * @HEARTH_QUERY_MAILBOX: in a mailbox, by name or role
 * @HEARTH_QUERY_DATES: sent in a time
 * @HEARTH_QUERY_ATTACHMENT: has an attachment
 * @HEARTH_QUERY_MARK: a mark is set
 */
typedef enum {
  HEARTH_QUERY_TEXT,
  HEARTH_QUERY_AND,
  HEARTH_QUERY_OR,
  HEARTH_QUERY_NOT,
  HEARTH_QUERY_FLAG,
  HEARTH_QUERY_MAILBOX,
  HEARTH_QUERY_DATES,
  HEARTH_QUERY_ATTACHMENT,
  HEARTH_QUERY_MARK,
} HearthQueryKind;

/**
 * HearthQuery:
 *
 * A query that was read: a tree.
 *
 * @kind: what this node asks for
 * @columns: (nullable): of TEXT, the columns of the index, separated by blanks; %NULL for all
 * @text: (nullable): of TEXT, the words; of MAILBOX, its name
 * @prefix: of TEXT, whether the last word may be unfinished
 * @bits: of FLAG and MARK, which
 * @set: of FLAG, whether it is set
 * @since, @before: of DATES, seconds since 1970 UTC, half-open
 * @children: (element-type HearthQuery) (nullable): of AND, OR and NOT
 */
typedef struct {
  HearthQueryKind kind;
  const char *columns;
  char *text;
  gboolean prefix;
  guint bits;
  gboolean set;
  gint64 since;
  gint64 before;
  GPtrArray *children;
} HearthQuery;

gboolean
hearth_query_parse (const char *text, gboolean as_typed, HearthQuery **query, GError **error);
void
hearth_query_free (HearthQuery *self);
char *
hearth_query_dup_words (const HearthQuery *self) G_GNUC_WARN_UNUSED_RESULT;
gboolean
hearth_query_parse_date (const char *text, gint64 *since, gint64 *before);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (HearthQuery, hearth_query_free)

G_END_DECLS
