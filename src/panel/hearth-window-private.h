/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "hearth-calendar-desk.h"
#include "hearth-compose-view.h"
#include "hearth-entry.h"
#include "hearth-file-tray.h"
#include "hearth-event-view.h"
#include "hearth-file-view.h"
#include "hearth-mail-actions.h"
#include "hearth-mail-view.h"
#include "hearth-message-view.h"
#include "hearth-presence-mark.h"
#include "hearth-hand-view.h"
#include "hearth-book-view.h"
#include "hearth-books-view.h"
#include "hearth-hands-view.h"
#include "hearth-letter-view.h"
#include "hearth-letters-view.h"
#include "hearth-memory-view.h"
#include "hearth-review-view.h"
#include "hearth-strip.h"
#include "hearth-talk-view.h"
#include "hearth-today-view.h"
#include "hearth-window.h"
#include "search/hearth-search-view.h"

G_BEGIN_DECLS

/* What the window's files share: the window itself, its columns and its actions. */

/* What is open on top of the views; Back takes the last one away. */
typedef enum {
  PAGE_MESSAGE,
  PAGE_EVENT,
  PAGE_SEARCH,
  PAGE_REVIEW,
  PAGE_MEMORY,
  PAGE_LETTERS,
  PAGE_LETTER,  /* id: 0 for a new one */
  PAGE_HANDS,
  PAGE_HAND,    /* id: 0 for a new one */
  PAGE_BOOKS,
  PAGE_BOOK,
  PAGE_COMPOSE, /* start: 1 if the draft was just begun */
  PAGE_FILE,    /* id: its place among the window's files */
} PageKind;

typedef struct {
  PageKind kind;
  gint64 id, start;
  gboolean briefed; /* an event: with what the mail says of it */
} Page;

/**
 * HearthWindow:
 *
 * The panel’s window: the views side by side with what is open, the strip and the line at its
 * edges, and the talk. Its parts are made when they are first seen.
 */
struct _HearthWindow {
  AdwApplicationWindow parent_instance;

  HearthLine *line;
  AdwHeaderBar *header;
  GtkWidget *title_box;
  GtkMenuButton *menu_button;
  GMenuModel *main_menu;
  AdwViewSwitcherBar *switcher_bar;
  GtkWidget *back, *write;
  GtkWidget *find;
  GtkWidget *lamp; /* says that the microphone is open, and closes it */
  HearthPresenceMark *mark;
  GtkLabel *name, *doing;
  GtkWidget *progress;
  HearthStrip *strip;
  GtkStack *pages;
  AdwViewStack *views;
  HearthTodayView *today;
  AdwBin *talk_bin;
  AdwBin *mail_bin;
  HearthFileTray *tray;
  HearthEntry *entry;

  /* Made when they are first looked at. */
  HearthTalkView *talk;       /* (nullable) */
  HearthMailView *mail;       /* (nullable) */
  HearthMessageView *message; /* (nullable) */
  HearthEventView *event;     /* (nullable) */
  HearthSearchView *search;   /* (nullable) */
  HearthReviewView *review;   /* (nullable) */
  HearthMemoryView *memory;   /* (nullable) */
  HearthComposeView *compose; /* (nullable) */
  HearthLettersView *letters; /* (nullable) */
  HearthLetterView *letter;   /* (nullable) */
  HearthHandsView *hands;     /* (nullable) */
  HearthBooksView *books;     /* (nullable) */
  HearthBookView *book;       /* (nullable) */
  HearthHandView *hand;       /* (nullable) */
  HearthFileView *file;       /* (nullable) */
  GtkWidget *switcher;        /* (nullable): in the header, where there is room */
  HearthClient *client;       /* (owned) (nullable) */
  HearthMailDesk *desk;       /* (owned) (nullable) */
  HearthCalendarDesk *dates;  /* (owned) (nullable) */
  HearthMailActions *actions; /* (owned) (nullable) */
  GSettings *settings;        /* (owned) (nullable) */
  GArray *history;            /* (owned) (element-type Page) */
  GPtrArray *files;           /* (owned) (element-type GFile): that were opened */
  guint recalled;             /* how far back the entry's words lie */
  char *typed;                /* (owned) (nullable): what stood in it before they were recalled */
  guint keep_source;
  HearthDockSide side;        /* of the desktop, at which it is docked */
  gboolean wide;              /* room for the views' names at the top */
  gboolean columns;           /* what is open stands beside the views */
  AdwBin *home_bin;           /* where the views are otherwise: a page like others */
  AdwBin *first;              /* (nullable): the first column */
  char *title, *subtitle;     /* (owned) (nullable): of the page that is open */
  guint reshape;
  gboolean to_listen; /* as soon as there is something that hears */
  gint64 key_since;   /* when the key was pressed that opens the microphone, or 0 (monotonic) */
  gboolean key_opens; /* it did, and closes it when it was held and is let go */
};

HearthTalkView *hearth_window_ensure_talk     (HearthWindow *self);
gboolean        hearth_window_go_back         (HearthWindow *self);
void            hearth_window_open_page       (HearthWindow *self, Page page);
void            hearth_window_present_page    (HearthWindow *self, const Page *page);
void            hearth_window_update_page     (HearthWindow *self);
void            hearth_window_install_actions (GtkWidgetClass *widget_class);
void            hearth_window_init_columns    (HearthWindow *self);
void            hearth_window_update_columns  (HearthWindow *self);
gboolean        hearth_window_is_at_views     (HearthWindow *self);
gboolean        hearth_window_is_shape_of     (HearthWindow *self, int width);
void            hearth_window_take_shape      (HearthWindow *self, int width);
void            hearth_window_install_paper   (GtkWidgetClass *widget_class);
void            hearth_window_update_title    (HearthWindow *self, const char *title, const char *subtitle);
void            hearth_window_add_page        (HearthWindow *self, GtkWidget *page, const char *name);
gboolean        hearth_window_shows_views     (HearthWindow *self);
void            hearth_window_update_header   (HearthWindow *self);

/* hearth-window-speech.c */
void            hearth_window_set_up_speech   (HearthWindow *self);
void            hearth_window_update_lamp     (HearthWindow *self);
void            hearth_window_update_presence (HearthWindow *self);
void            hearth_window_toggle_speech   (HearthWindow *self);

/* letters/hearth-window-letters.c */
void            hearth_window_present_letters (HearthWindow *self, const Page *page);
gboolean        hearth_window_print_letter    (HearthWindow *self);
void            hearth_window_install_letters (GtkWidgetClass *widget_class);

/* letters/hearth-window-books.c */
void            hearth_window_present_books   (HearthWindow *self, const Page *page);
void            hearth_window_install_books   (GtkWidgetClass *widget_class);

/* letters/hearth-window-hands.c */
void            hearth_window_present_hands   (HearthWindow *self, const Page *page);
void            hearth_window_install_hands   (GtkWidgetClass *widget_class);

G_END_DECLS
