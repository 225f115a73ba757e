"""What the office takes in for each kind of act. No HTTP here: routes, previews and bulk acts all fill in these forms."""
