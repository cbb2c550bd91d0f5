/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * HearthSpoken:
 *
 * What a language says around what is meant. All lists end with %NULL, and are matched without
 * regard to the case of ASCII letters.
 *
 * @code: of the language
 * @openers: what stands before what a reminder is about ("to ", "that ")
 * @remind: by which a sentence is about reminders
 * @alarm: by which a reminder needs no words of its own
 * @wake: by which its time is in the morning
 * @day_before: after an event: a day before it
 * @before: what stands before the event that comes after the reminder
 * @before_end: the same, after the event
 * @after: what stands before the event that the reminder comes after
 * @to_end: what is left at the end of a name when the time behind it is taken out
 * @title_marks: what stands before a title
 * @title_ends: what a title ends at
 * @title_small: what is cut from the beginning of a title
 * @title_tails: what is cut from its end
 * @places: what stands before a place
 * @descriptions: what stands before a description
 * @guests: by which guests are named
 */
typedef struct {
  const char *code;
  const char *const *openers;
  const char *const *remind;
  const char *const *alarm;
  const char *const *wake;
  const char *const *day_before;
  const char *const *before;
  const char *const *before_end;
  const char *const *after;
  const char *const *to_end;
  const char *const *title_marks;
  const char *const *title_ends;
  const char *const *title_small;
  const char *const *title_tails;
  const char *const *places;
  const char *const *descriptions;
  const char *const *guests;
} HearthSpoken;

const HearthSpoken *hearth_spoken_get   (const char *language);
gboolean            hearth_spoken_has   (const char *text, const char *const *words);
gboolean            hearth_spoken_strip (char *text, const char *const *openers);

G_END_DECLS
