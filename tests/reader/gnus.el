;; Gnus as its user has it, without a screen: gnus.py starts it with
;; PORT STREAM CA GROUP ROOT SUBJECT BODY TEXT IDS and a home of its own.
;; Prints TAP. A "yes" is meant wherever it asks.
(require 'gnus)
(require 'gnus-sum)
(require 'gnus-msg)
(require 'nntp)
(require 'gnutls)

(defvar test-args command-line-args-left)
(defvar test-count 0)
(defun test-arg () (pop test-args))
(defvar test-port (string-to-number (test-arg)))
(defvar test-stream (intern (test-arg)))
(defvar test-ca (test-arg))
(defvar test-group (test-arg))
(defvar test-root (test-arg))
(defvar test-subject (test-arg))
(defvar test-body (test-arg))
(defvar test-text (test-arg))
(defvar test-ids (test-arg))
(setq command-line-args-left nil)

(defun ok (good what &optional why)
  (setq test-count (1+ test-count))
  (princ (format "%sok %d - Gnus%s: %s\n" (if good "" "not ") test-count
                 (if (eq test-stream 'nntp-open-tls-stream)
                     " over TLS" "")
                 what))
  (unless good
    (princ (format "# %s\n" (replace-regexp-in-string
                             "\n" "\n# " (format "%s" why))))))

(fset 'y-or-n-p (lambda (&rest _) t))
(fset 'yes-or-no-p (lambda (&rest _) t))

(setq user-mail-address "anna@example.org"
      user-full-name "Anna Tester"
      gnutls-verify-error t
      gnutls-trustfiles (list test-ca)
      network-security-level 'low
      auth-sources (list (expand-file-name "~/.authinfo"))
      gnus-init-file nil
      gnus-site-init-file nil
      gnus-agent nil
      gnus-read-active-file t
      gnus-save-newsrc-file nil
      gnus-check-new-newsgroups nil
      gnus-large-newsgroup nil
      gnus-novice-user nil
      gnus-expert-user t
      gnus-inhibit-startup-message t
      gnus-secondary-select-methods nil
      gnus-build-sparse-threads nil
      gnus-thread-hide-subtree nil
      gnus-message-highlight-citation nil
      message-signature nil
      message-interactive t
      mail-host-address "example.org"
      gnus-select-method
      (list 'nntp "127.0.0.1"
            (list 'nntp-port-number test-port)
            (list 'nntp-open-connection-function test-stream)))

(defun test-enter ()
  "Enter the group with all its articles, on no article."
  (set-buffer gnus-group-buffer)
  (gnus-group-read-group t t test-group)
  (set-buffer gnus-summary-buffer))

(defun test-find (id)
  "The number of an article in the summary."
  (let ((found nil))
    (dolist (h gnus-newsgroup-headers found)
      (when (equal (mail-header-id h) id)
        (setq found (mail-header-number h))))))

(defun test-find-ours (subject)
  (let ((found nil))
    (dolist (h gnus-newsgroup-headers found)
      (when (and (string-match-p "Anna Tester" (mail-header-from h))
                 (equal (mail-header-subject h) subject))
        (setq found h)))))

(defun test-article ()
  (with-current-buffer gnus-article-buffer
    (buffer-substring-no-properties (point-min) (point-max))))

(defun test-list ()
  (gnus)
  (ok (gnus-alive-p) "starts")
  (ok (>= (hash-table-count gnus-active-hashtb) 20) "lists the boards"
      (hash-table-count gnus-active-hashtb))
  (ok (equal (car (gnus-active test-group)) 1) "knows the range of a board"
      (gnus-active test-group)))

(defun test-read ()
  (test-enter)
  (let ((ids (sort (mapcar #'mail-header-id gnus-newsgroup-headers)
                   #'string<)))
    (with-temp-buffer
      (insert-file-contents test-ids)
      (ok (equal ids (split-string (buffer-string) "\n" t))
          "finds the same articles as netcat" (length ids))))
  (let ((number (test-find test-root)))
    (ok number "the article is in the summary")
    (gnus-summary-goto-subject number)
    (let ((children (gnus-summary-article-children number)))
      (ok (and children
               (= 0 (gnus-summary-thread-level number))
               (= 1 (gnus-summary-thread-level (car children))))
          "the thread is a tree" children))
    (gnus-summary-select-article)
    (ok (string-match-p test-body (test-article)) "reads the article"
        (test-article))))

(defun test-send ()
  (goto-char (point-max))
  (insert "\n" test-text "\n")
  (condition-case err
      (progn (message-send) t)
    (error (princ (format "# %s\n" (error-message-string err))) nil)))

(defun test-again ()
  "Leave the group and enter it anew."
  (set-buffer gnus-summary-buffer)
  (gnus-summary-exit)
  (set-buffer gnus-group-buffer)
  (gnus-group-get-new-news-this-group 1)
  (test-enter))

(defun test-post ()
  (set-buffer gnus-summary-buffer)
  (gnus-summary-followup-with-original nil)
  (ok (test-send) "replies")
  (set-buffer gnus-summary-buffer)
  (gnus-summary-post-news)
  (message-goto-subject)
  (insert "Posted by Gnus")
  (ok (test-send) "posts")
  (test-again)
  (let ((reply (test-find-ours (concat "Re: " test-subject)))
        (post (test-find-ours "Posted by Gnus")))
    (ok (and reply post) "finds both")
    (when reply
      (ok (string-match-p (regexp-quote test-root)
                          (mail-header-references reply))
          "the reply refers to its parent"))
    (when post
      (gnus-summary-goto-subject (mail-header-number post))
      (gnus-summary-select-article)
      (ok (string-match-p test-text (test-article)) "reads it back"
          (test-article)))
    post))

(defun test-cancel (post)
  (set-buffer gnus-summary-buffer)
  (gnus-summary-goto-subject (mail-header-number post))
  (gnus-summary-cancel-article nil)
  (test-again)
  (ok (and (test-find test-root)
           (not (test-find (mail-header-id post))))
      "cancels"))

(condition-case err
    (progn
      (test-list)
      (test-read)
      (test-cancel (test-post))
      (set-buffer gnus-summary-buffer)
      (gnus-summary-exit)
      (gnus-group-exit))
  (error (ok nil "no error" err)))
(princ (format "1..%d\n" test-count))
